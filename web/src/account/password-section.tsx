// Sets or changes the password.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Section } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/toasts.tsx'
import { confirmMe, isUnconfirmed } from './confirm.ts'
import { useMe } from './use-me.ts'

export const PasswordSection = () => {
  const me = useMe()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const close = () => {
    setOpen(false)
    setCurrent('')
    setPassword('')
  }
  const save = async () => {
    const set = () => call('PUT', api.password(), me.hasPassword ? { current, password } : { password })
    try {
      await set()
    } catch (error) {
      if (!isUnconfirmed(error)) throw error
      await confirmMe(undefined)
      await set()
    }
    void client.invalidateQueries({ queryKey: keys.me })
    say(me.hasPassword ? 'Password changed' : 'Password set')
  }
  return (
    <Section
      id="password"
      title="Password"
      about={
        me.hasPassword
          ? 'You can sign in with your handle and password.'
          : 'You have no password. You sign in with a passkey.'
      }
      action={
        <Button look="plain" small onClick={() => setOpen(true)}>
          {me.hasPassword ? 'Change password' : 'Set a password'}
        </Button>
      }
    >
      <FormDialog
        open={open}
        onClose={close}
        title={me.hasPassword ? 'Change password' : 'Set a password'}
        action="Save"
        ready={password !== '' && (!me.hasPassword || current !== '')}
        onSubmit={save}
      >
        <input type="text" name="username" autoComplete="username" value={me.handle} readOnly hidden />
        {me.hasPassword && (
          <TextField
            label="Current password"
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
        <TextField
          label="New password"
          hint="A few words in a row are hard to guess."
          type="password"
          autoComplete="new-password"
          maxLength={256}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </FormDialog>
    </Section>
  )
}

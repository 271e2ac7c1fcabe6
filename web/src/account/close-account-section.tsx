// Closes the account for good, after saying what goes and what stays.
import { useState } from 'react'
import { Link } from 'react-router'
import { api, pages } from '../addresses.ts'
import { call } from '../api/call.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Section } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { confirmMe } from './confirm.ts'
import { wasCancelled } from './passkey.ts'
import { forgetPerson } from './sign-out.ts'
import { useMe } from './use-me.ts'

export const CloseAccountSection = () => {
  const me = useMe()
  const [open, setOpen] = useState(false)
  const [password, setPassword] = useState('')
  const close = () => {
    setOpen(false)
    setPassword('')
  }
  const closeAccount = async () => {
    try {
      await confirmMe(me.hasPassword ? password : undefined)
    } catch (error) {
      if (wasCancelled(error)) return
      throw error
    }
    await call('DELETE', api.me())
    forgetPerson()
    location.assign(pages.signIn())
  }
  return (
    <Section
      id="close"
      title="Close your account"
      action={
        <Button look="danger-quiet" small onClick={() => setOpen(true)}>
          Close account
        </Button>
      }
    >
      <WhatGoes />
      <FormDialog
        open={open}
        onClose={close}
        title="Close your account for good?"
        about={
          me.hasPassword
            ? 'This cannot be undone. Enter your password to close the account.'
            : 'This cannot be undone. Your device asks for your passkey before the account is closed.'
        }
        action="Close account"
        danger
        ready={!me.hasPassword || password !== ''}
        onSubmit={closeAccount}
      >
        {me.hasPassword && (
          <>
            <input type="text" name="username" autoComplete="username" value={me.handle} readOnly hidden />
            <TextField
              label="Your password"
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </>
        )}
      </FormDialog>
    </Section>
  )
}

const WhatGoes = () => (
  <div className="settings-plain quiet">
    <p>
      <strong>What goes:</strong> your name and handle, your friends, every message you wrote, and how you sign in.
      Every permission you gave an app ends. What only you and an app could read in the log goes within minutes, and so
      do the keys that find you in it.
    </p>
    <p>
      <strong>What stays:</strong> the messages of others; where you wrote, they see that a message was deleted. The log
      still says that an app acted for somebody, without your name, for the evidence of your friends and of the app. An
      app may have kept what it read before. Your handle can be taken by somebody else.
    </p>
    <p>
      Your own evidence can be made only while the account is open. <Link to={pages.activity()}>Download it first</Link>{' '}
      if you may need it.
    </p>
  </div>
)

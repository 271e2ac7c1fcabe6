// Adds a passkey; asks first who it is when signing in was some time ago.
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/toasts.tsx'
import { confirmMe, isUnconfirmed } from './confirm.ts'
import { deviceName } from './device-name.ts'
import { addPasskey, wasCancelled } from './passkey.ts'
import { useMe } from './use-me.ts'

export const AddPasskey = ({ added }: { added: () => Promise<unknown> }) => {
  const me = useMe()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState(deviceName)
  const [confirming, setConfirming] = useState(false)
  const [password, setPassword] = useState('')
  const asksPassword = confirming && me.hasPassword
  const close = () => {
    setOpen(false)
    setConfirming(false)
    setPassword('')
  }
  const add = async () => {
    try {
      if (confirming) await confirmMe(me.hasPassword ? password : undefined)
      await addPasskey(name.trim())
    } catch (error) {
      if (wasCancelled(error)) return
      if (isUnconfirmed(error)) setConfirming(true)
      throw error
    }
    await added()
    say('Passkey added')
  }
  return (
    <>
      <Button look="plain" small onClick={() => setOpen(true)}>
        Add a passkey
      </Button>
      <FormDialog
        open={open}
        onClose={close}
        title="Add a passkey"
        about={
          confirming && !me.hasPassword
            ? 'You signed in some time ago. Your device asks for one of your passkeys first, and then makes the new one.'
            : 'Give it a name that tells you where it is kept. Your device then asks for your fingerprint, face or lock.'
        }
        action="Continue"
        ready={name.trim() !== '' && (!asksPassword || password !== '')}
        onSubmit={add}
      >
        <TextField label="Name" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        {asksPassword && (
          <>
            <input type="text" name="username" autoComplete="username" value={me.handle} readOnly hidden />
            <TextField
              label="Your password"
              hint="You signed in some time ago. This shows that it is still you."
              type="password"
              autoComplete="current-password"
              autoFocus
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </>
        )}
      </FormDialog>
    </>
  )
}

// Takes a whole permission back, after saying what that means.
import { useState } from 'react'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import type { ChangedGrant, Grant } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { say } from '../ui/toasts.tsx'
import { useGrantChanged } from './use-grants.ts'

export const RevokeGrant = ({ grant }: { grant: Grant }) => {
  const [open, setOpen] = useState(false)
  const changed = useGrantChanged()
  const { name } = grant.app
  const revoke = async () => {
    await changed(await call<ChangedGrant>('POST', api.revoke(grant.id)))
    say(`${name} can no longer see or do anything here`)
  }
  return (
    <div className="apps-revoke">
      <p>Take back the whole permission. It ends at once.</p>
      <Button look="danger" onClick={() => setOpen(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Revoke what ${name} may do?`}
        action="Revoke"
        onConfirm={revoke}
      >
        <p>
          From the moment you see it confirmed, {name} can no longer read, write or delete anything in your
          conversations.
        </p>
        <p>
          What it has read already, it may have kept. Messages that it wrote for you stay; you can take them back under
          “Undo”.
        </p>
        <p>You can connect {name} again from the app.</p>
      </ConfirmDialog>
    </div>
  )
}

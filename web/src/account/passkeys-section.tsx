// The person's passkeys: which there are, adding one, removing one.
import { useQueryClient } from '@tanstack/react-query'
import { KeyRound, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Passkey } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Section } from '../ui/page.tsx'
import { Failed, SkeletonRows } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { say } from '../ui/toasts.tsx'
import { AddPasskey } from './add-passkey.tsx'
import { passkeysWork } from './passkey.ts'

export const PasskeysSection = () => {
  const passkeys = usePages<Passkey>(keys.passkeys, api.passkeys)
  const client = useQueryClient()
  const [removing, setRemoving] = useState<Passkey>()
  const reload = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.passkeys }),
      client.invalidateQueries({ queryKey: keys.me })
    ])
  const remove = async (passkey: Passkey) => {
    await call('DELETE', api.passkey(passkey.id))
    await reload()
    say('Passkey removed')
  }
  return (
    <Section
      id="passkeys"
      title="Passkeys"
      about="Sign in with your fingerprint, face or device lock. A passkey cannot be guessed or stolen from a website, and it signs what you allow apps to do."
      action={passkeysWork() && <AddPasskey added={reload} />}
    >
      {passkeys.isPending && <SkeletonRows rows={1} />}
      {passkeys.error && !passkeys.items && <Failed error={passkeys.error} retry={passkeys.refetch} />}
      {passkeys.items && passkeys.items.length > 0 && (
        <ul className="panel">
          {passkeys.items.map((passkey) => (
            <li key={passkey.id}>
              <div className="row">
                <KeyRound size={20} aria-hidden />
                <div className="row-words">
                  <span className="row-name">{passkey.name}</span>
                  <span className="quiet small">
                    Added <Time at={passkey.addedAt} as="date" />
                    {passkey.usedAt && (
                      <>
                        , last used <Time at={passkey.usedAt} as="ago" />
                      </>
                    )}
                  </span>
                </div>
                <IconButton label={`Remove ${passkey.name}`} icon={Trash2} onClick={() => setRemoving(passkey)} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {passkeys.items?.length === 0 && <p className="quiet">You have no passkey yet.</p>}
      <MoreButton pages={passkeys} />
      <ConfirmDialog
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title="Remove this passkey?"
        action="Remove"
        onConfirm={async () => removing && remove(removing)}
      >
        You can no longer sign in with “{removing?.name}”. Delete it on that device too.
      </ConfirmDialog>
    </Section>
  )
}

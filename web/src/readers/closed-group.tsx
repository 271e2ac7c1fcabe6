// A group that lets no app in: closing it, who closed it, and opening it again.
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import type { Changed, Readers } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { say } from '../ui/toasts.tsx'
import { useReadersChanged } from './use-readers.ts'

export const ClosedGroup = ({ conversation, closed }: { conversation: string; closed: Readers['closed'] }) => {
  const me = useMe()
  const changed = useReadersChanged()
  const [asking, setAsking] = useState(false)
  const confirm = async () => {
    await changed(conversation, [await call<Changed>(closed ? 'DELETE' : 'PUT', api.closedToApps(conversation))])
    say(closed ? 'Apps may come in again' : 'No app gets in here')
  }
  const who = closed?.by.id === me.id ? 'You' : closed?.by.name
  return (
    <Section
      id="closed"
      title={closed ? 'No apps in this group' : 'The whole group'}
      about={
        closed ? (
          <>
            {who} closed this group to apps, <Time at={closed.at} as="ago" />. No app reads, writes or deletes here,
            whoever connected it.
            {!closed.mayReopen && ` Only ${who} can open it again.`}
          </>
        ) : (
          'Any member can close the group to all apps. Then no app reads, writes or deletes here, whoever connected it.'
        )
      }
    >
      {(!closed || closed.mayReopen) && (
        <div className="row-actions">
          <Button look="plain" small onClick={() => setAsking(true)}>
            {closed ? 'Open the group to apps' : 'Close the group to apps'}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={closed ? 'Open the group to apps?' : 'Close the group to apps?'}
        action={closed ? 'Open the group' : 'Close the group'}
        danger={false}
        onConfirm={confirm}
      >
        {closed ? (
          <p>Apps can act here again as far as their permissions reach, also on what was written in the meantime.</p>
        ) : (
          <>
            <p>
              From the moment you see it confirmed, no app reads, writes or deletes here. Permissions stay, and reach
              other conversations as before.
            </p>
            <p>
              What an app has already read it may have kept. Only you can open the group again, as long as you are in
              it.
            </p>
          </>
        )}
      </ConfirmDialog>
    </Section>
  )
}

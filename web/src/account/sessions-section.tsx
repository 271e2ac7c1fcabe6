// Where the person is signed in: each session, signing one out, signing out everywhere.
import { useQueryClient } from '@tanstack/react-query'
import { LogOut, MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Session } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Section } from '../ui/page.tsx'
import { Failed, SkeletonRows } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { say } from '../ui/toasts.tsx'
import { signOut } from './sign-out.ts'

export const SessionsSection = () => {
  const sessions = usePages<Session>(keys.sessions, api.sessions)
  const client = useQueryClient()
  const [ending, setEnding] = useState<Session | 'all'>()
  const end = async () => {
    if (ending === 'all') return signOut(true)
    if (ending?.current) return signOut(false)
    if (!ending) return
    await call('DELETE', api.session(ending.id))
    await client.invalidateQueries({ queryKey: keys.sessions })
    say('Signed out there')
  }
  const title =
    !ending || ending === 'all'
      ? 'Sign out everywhere?'
      : ending.current
        ? 'Sign out here?'
        : `Sign out on ${ending.device}?`
  return (
    <Section
      id="sessions"
      title="Where you are signed in"
      action={
        <Button look="danger-quiet" small onClick={() => setEnding('all')}>
          Sign out everywhere
        </Button>
      }
    >
      {sessions.isPending && <SkeletonRows rows={2} />}
      {sessions.error && !sessions.items && <Failed error={sessions.error} retry={sessions.refetch} />}
      {sessions.items && (
        <ul className="panel">
          {sessions.items.map((session) => (
            <li key={session.id}>
              <SessionRow session={session} end={() => setEnding(session)} />
            </li>
          ))}
        </ul>
      )}
      <MoreButton pages={sessions} />
      <ConfirmDialog
        open={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={title}
        action="Sign out"
        onConfirm={end}
      >
        {ending === 'all'
          ? 'Every device, this one too, has to sign in again. Your connected apps keep their permissions; you find those under Connected apps.'
          : 'That device has to sign in again. Drafts on this device go when you sign out here.'}
      </ConfirmDialog>
    </Section>
  )
}

const SessionRow = ({ session, end }: { session: Session; end: () => void }) => (
  <div className="row">
    <MonitorSmartphone size={20} aria-hidden />
    <div className="row-words">
      <span className="row-name">{session.device}</span>
      <span className="quiet small">
        {session.current ? (
          <span className="badge">This device</span>
        ) : (
          <>
            Last seen <Time at={session.seenAt} as="ago" />
          </>
        )}{' '}
        Signed in <Time at={session.startedAt} as="date" />
      </span>
    </div>
    <Button look="quiet" small onClick={end} aria-label={`Sign out on ${session.device}`}>
      <LogOut size={16} aria-hidden />
      Sign out
    </Button>
  </div>
)

// Where an invite link leads: who invites, and one button to become friends, after signing in if need be.
import { useMutation, useQuery } from '@tanstack/react-query'
import { UserRoundX } from 'lucide-react'
import { Link, Navigate, useNavigate, useParams } from 'react-router'
import { useWhoAmI } from '../account/use-me.ts'
import { Doorstep } from '../account/doorstep.tsx'
import { api, pages } from '../addresses.ts'
import { ApiError, reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { InviteSeen, Me } from '../api/shapes.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { say } from '../ui/toasts.tsx'

export const InvitePage = () => {
  const { code = '' } = useParams()
  const me = useWhoAmI()
  const invite = useQuery({
    queryKey: keys.invite(code),
    queryFn: ({ signal }) => call<InviteSeen>('GET', api.invite(code), undefined, signal)
  })
  if (invite.error instanceof ApiError && invite.error.code === 'invite_missing') {
    return (
      <Doorstep title="Invite">
        <Empty
          icon={UserRoundX}
          title="This invite has ended"
          action={
            <Link to="/" className={buttonClass('plain')}>
              Go to Parley
            </Link>
          }
        >
          Ask your friend for a new link.
        </Empty>
      </Doorstep>
    )
  }
  if (invite.error) {
    return (
      <Doorstep title="Invite">
        <Failed error={invite.error} retry={invite.refetch} />
      </Doorstep>
    )
  }
  if (!invite.data || me.isPending) {
    return (
      <Doorstep title="Invite">
        <Skeleton kind="block" />
      </Doorstep>
    )
  }
  return <Invitation code={code} invite={invite.data} me={me.data ?? null} />
}

const Invitation = ({ code, invite, me }: { code: string; invite: InviteSeen; me: Me | null }) => {
  const { person, endsAt } = invite
  const navigate = useNavigate()
  const accept = useMutation({
    mutationFn: () => call('POST', api.acceptInvite(code)),
    onSuccess: () => {
      say(`You and ${person.name} are friends`)
      void navigate(pages.friends(), { replace: true })
    }
  })
  if (me?.id === person.id) return <Navigate to={pages.friends()} replace />
  const here = pages.invite(code)
  return (
    <Doorstep title={`${person.name} invites you`} lead="Friends can message each other on Parley.">
      <div className="doorstep-person">
        <PersonMark id={person.id} name={person.name} size="large" />
        <div>
          <strong>{person.name}</strong>
          <div className="quiet">@{person.handle}</div>
        </div>
      </div>
      {accept.error && <Notice kind="danger">{reason(accept.error)}</Notice>}
      {me ? (
        <Button wide busy={accept.isPending} onClick={() => accept.mutate()}>
          Become friends
        </Button>
      ) : (
        <>
          <Link to={pages.signUp(here)} className={buttonClass('main', false, true)}>
            Create an account
          </Link>
          <Link to={pages.signIn(here)} className={buttonClass('plain', false, true)}>
            Sign in
          </Link>
        </>
      )}
      <p className="quiet small">
        The invite ends <Time at={endsAt} as="ago" />.
      </p>
    </Doorstep>
  )
}

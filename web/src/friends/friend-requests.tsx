// Requests to be friends: those to answer, and those sent.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { FriendRequest } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Time } from '../ui/time.tsx'
import { say } from '../ui/toasts.tsx'
import { useFriendRequests } from './use-friends.ts'

/** Nothing at all while there are none: most days there are none. */
export const FriendRequests = () => {
  const requests = useFriendRequests()
  const incoming = requests.items?.filter((request) => request.direction === 'in') ?? []
  const outgoing = requests.items?.filter((request) => request.direction === 'out') ?? []
  return (
    <>
      {incoming.length > 0 && (
        <Section id="requests-in" title="Requests to you">
          <RequestList requests={incoming} />
        </Section>
      )}
      {outgoing.length > 0 && (
        <Section id="requests-out" title="Requests you sent">
          <RequestList requests={outgoing} />
        </Section>
      )}
      <MoreButton pages={requests} label="Show more requests" />
    </>
  )
}

const RequestList = ({ requests }: { requests: FriendRequest[] }) => (
  <ul className="panel">
    {requests.map((request) => (
      <li key={request.person.id}>
        <RequestRow request={request} />
      </li>
    ))}
  </ul>
)

const RequestRow = ({ request }: { request: FriendRequest }) => {
  const { person, at, direction } = request
  const client = useQueryClient()
  const answer = useMutation({
    mutationFn: (how: 'accept' | 'decline' | 'take back') => {
      if (how === 'accept') return call('POST', api.acceptFriend(person.id))
      return how === 'decline'
        ? call('POST', api.declineFriend(person.id))
        : call('DELETE', api.friendRequest(person.id))
    },
    onSuccess: (_, how) => {
      if (how === 'accept') say(`You and ${person.name} are friends`)
      return Promise.all([
        client.invalidateQueries({ queryKey: keys.anyFriends }),
        client.invalidateQueries({ queryKey: keys.conversations })
      ])
    }
  })
  return (
    <div className="row row-wrap">
      <PersonMark id={person.id} name={person.name} />
      <div className="row-words">
        <span className="row-name">{person.name}</span>
        <span className="quiet small">
          @{person.handle} · <Time at={at} as="ago" />
        </span>
        {answer.error && <Notice kind="danger">{reason(answer.error)}</Notice>}
      </div>
      <div className="row-actions">
        {direction === 'in' ? (
          <>
            <Button
              small
              busy={answer.isPending}
              onClick={() => answer.mutate('accept')}
              aria-label={`Accept ${person.name}`}
            >
              Accept
            </Button>
            <Button
              look="plain"
              small
              busy={answer.isPending}
              onClick={() => answer.mutate('decline')}
              aria-label={`Decline ${person.name}`}
            >
              Decline
            </Button>
          </>
        ) : (
          <Button
            look="plain"
            small
            busy={answer.isPending}
            onClick={() => answer.mutate('take back')}
            aria-label={`Take back the request to ${person.name}`}
          >
            Take back
          </Button>
        )}
      </div>
    </div>
  )
}

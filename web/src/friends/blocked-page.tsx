// People one has blocked, and unblocking them.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { api, pages } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Person } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { say } from '../ui/toasts.tsx'
import { useBlocks } from './use-friends.ts'

export const BlockedPage = () => {
  const blocks = useBlocks()
  const client = useQueryClient()
  const unblock = useMutation({
    mutationFn: (person: Person) => call('DELETE', api.block(person.id)),
    onSuccess: (_, person) => {
      say(`${person.name} is no longer blocked`)
      return client.invalidateQueries({ queryKey: keys.anyFriends })
    }
  })
  return (
    <Page
      title="Blocked people"
      lead="They cannot find you, ask to be friends or write to you."
      back={{ to: pages.friends(), label: 'Friends' }}
    >
      {unblock.error && <Notice kind="danger">{reason(unblock.error)}</Notice>}
      {blocks.isPending && <SkeletonRows rows={2} />}
      {blocks.error && !blocks.items && <Failed error={blocks.error} retry={blocks.refetch} />}
      {blocks.items?.length === 0 && (
        <Empty icon={ShieldCheck} title="Nobody is blocked">
          You can block somebody in the list of friends or in the details of a conversation.
        </Empty>
      )}
      {blocks.items && blocks.items.length > 0 && (
        <ul className="panel">
          {blocks.items.map(({ person, at }) => (
            <li key={person.id}>
              <div className="row">
                <PersonMark id={person.id} name={person.name} />
                <div className="row-words">
                  <span className="row-name">{person.name}</span>
                  <span className="quiet small">
                    @{person.handle} · blocked <Time at={at} as="ago" />
                  </span>
                </div>
                <Button
                  look="plain"
                  small
                  busy={unblock.isPending}
                  onClick={() => unblock.mutate(person)}
                  aria-label={`Unblock ${person.name}`}
                >
                  Unblock
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <MoreButton pages={blocks} />
    </Page>
  )
}

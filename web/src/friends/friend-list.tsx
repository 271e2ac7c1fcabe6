// The list of friends, with writing, unfriending and blocking.
import { Ban, MessageCircle, UserRoundMinus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { reason } from '../api/api-error.ts'
import type { Person } from '../api/shapes.ts'
import { useOpenConversation } from '../conversations/open-conversation.ts'
import { ActionMenu } from '../ui/action-menu.tsx'
import { Button } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { BlockDialog, UnfriendDialog } from './friend-dialogs.tsx'
import { useFriends } from './use-friends.ts'

export const FriendList = () => {
  const friends = useFriends()
  const open = useOpenConversation()
  const [unfriending, setUnfriending] = useState<Person>()
  const [blocking, setBlocking] = useState<Person>()
  return (
    <Section id="friends" title="Your friends">
      {open.error && <Notice kind="danger">{reason(open.error)}</Notice>}
      {friends.isPending && <SkeletonRows rows={4} />}
      {friends.error && !friends.items && <Failed error={friends.error} retry={friends.refetch} />}
      {friends.items?.length === 0 && (
        <Empty icon={UsersRound} title="No friends yet">
          Ask somebody by handle, or send them a link.
        </Empty>
      )}
      {friends.items && friends.items.length > 0 && (
        <ul className="panel">
          {friends.items.map(({ person, since }) => (
            <li key={person.id}>
              <div className="row">
                <PersonMark id={person.id} name={person.name} />
                <div className="row-words">
                  <span className="row-name">{person.name}</span>
                  <span className="quiet small">
                    @{person.handle} · friends since <Time at={since} as="date" />
                  </span>
                </div>
                <div className="row-actions">
                  <Button
                    look="plain"
                    small
                    disabled={open.isPending}
                    onClick={() => open.mutate({ kind: 'direct', person: person.id })}
                    aria-label={`Write to ${person.name}`}
                  >
                    <MessageCircle size={16} aria-hidden />
                    Write
                  </Button>
                  <ActionMenu
                    label={`More about ${person.name}`}
                    actions={[
                      { label: 'Unfriend', icon: UserRoundMinus, run: () => setUnfriending(person) },
                      { label: 'Block', icon: Ban, danger: true, run: () => setBlocking(person) }
                    ]}
                  />
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
      <MoreButton pages={friends} label="Show more friends" />
      <UnfriendDialog person={unfriending} close={() => setUnfriending(undefined)} />
      <BlockDialog person={blocking} close={() => setBlocking(undefined)} />
    </Section>
  )
}

// Starts a conversation: pick one friend to write to, or go on to a new group.
import { ChevronRight, UserRoundPlus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { useFriends } from '../friends/use-friends.ts'
import { buttonClass } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx'
import { TextField } from '../ui/text-field.tsx'
import './new-conversation.css'
import { useOpenConversation } from './open-conversation.ts'

export const matches = (person: { name: string; handle: string }, typed: string): boolean => {
  const wanted = typed.trim().replace(/^@/, '').toLocaleLowerCase()
  return person.name.toLocaleLowerCase().includes(wanted) || person.handle.includes(wanted)
}

export const NewConversationPage = () => {
  const friends = useFriends()
  const open = useOpenConversation()
  const [typed, setTyped] = useState('')
  const { items } = friends
  const found = items?.filter(({ person }) => matches(person, typed))
  return (
    <Page
      title="New conversation"
      lead="Pick a friend to write to."
      back={{ to: pages.conversations(), label: 'Conversations' }}
    >
      {open.error && <Notice kind="danger">{reason(open.error)}</Notice>}
      {friends.isPending && <SkeletonRows rows={4} />}
      {friends.error && !items && <Failed error={friends.error} retry={friends.refetch} />}
      {items?.length === 0 && <NoFriends />}
      {items && items.length > 0 && (
        <>
          <Link to={pages.newGroup()} className="panel row">
            <span className="mark mark-round mark-medium new-group-mark">
              <UsersRound size={20} aria-hidden />
            </span>
            <span className="row-words">
              <span className="row-name">New group</span>
              <span className="quiet small">Several friends in one conversation</span>
            </span>
            <ChevronRight size={20} aria-hidden />
          </Link>
          <TextField
            label="Find a friend"
            placeholder="Name or handle"
            type="search"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <ul className="panel">
            {found?.map(({ person }) => (
              <li key={person.id}>
                <button
                  type="button"
                  className="row row-button"
                  disabled={open.isPending}
                  onClick={() => open.mutate({ kind: 'direct', person: person.id })}
                >
                  <PersonMark id={person.id} name={person.name} />
                  <span className="row-words">
                    <span className="row-name">{person.name}</span>
                    <span className="quiet small">@{person.handle}</span>
                  </span>
                </button>
              </li>
            ))}
            {found?.length === 0 && (
              <li className="row quiet">No friend of that name{friends.hasNextPage ? ' so far' : ''}.</li>
            )}
          </ul>
          <MoreButton pages={friends} label="Show more friends" />
        </>
      )}
    </Page>
  )
}

export const NoFriends = () => (
  <Empty
    icon={UserRoundPlus}
    title="You have no friends here yet"
    action={
      <Link to={pages.friends()} className={buttonClass()}>
        Add friends
      </Link>
    }
  >
    You can write to people once you are friends.
  </Empty>
)

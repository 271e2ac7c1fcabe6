// Starts a group: a title and the friends in it.
import { type SubmitEvent, useState } from 'react'
import { pages } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { useFriends } from '../friends/use-friends.ts'
import { counted } from '../numbers.ts'
import { Button } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Failed, SkeletonRows } from '../ui/states.tsx'
import { TextField } from '../ui/text-field.tsx'
import { FriendChoices } from './friend-choices.tsx'
import { NoFriends } from './new-conversation-page.tsx'
import './new-conversation.css'
import { useOpenConversation } from './open-conversation.ts'

const othersMax = 49

export const NewGroupPage = () => {
  const friends = useFriends()
  const open = useOpenConversation()
  const [title, setTitle] = useState('')
  const [people, setPeople] = useState<string[]>([])
  const tooMany = people.length > othersMax
  const ready = title.trim() !== '' && people.length > 0 && !tooMany
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (ready && !open.isPending) open.mutate({ kind: 'group', title: title.trim(), people })
  }
  return (
    <Page
      title="New group"
      lead="Everyone in a group sees all new messages and who else is in it."
      back={{ to: pages.newConversation(), label: 'New conversation' }}
    >
      {friends.isPending && <SkeletonRows rows={4} />}
      {friends.error && !friends.items && <Failed error={friends.error} retry={friends.refetch} />}
      {friends.items?.length === 0 && <NoFriends />}
      {friends.items && friends.items.length > 0 && (
        <form className="section" onSubmit={submit}>
          <TextField
            label="Name of the group"
            maxLength={80}
            autoComplete="off"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
          <FriendChoices label="Friends in the group" friends={friends.items} chosen={people} onChange={setPeople} />
          <MoreButton pages={friends} label="Show more friends" />
          {tooMany && <Notice kind="danger">A group has at most 50 members.</Notice>}
          {open.error && <Notice kind="danger">{reason(open.error)}</Notice>}
          <div className="group-foot">
            <Button type="submit" wide disabled={!ready} busy={open.isPending}>
              {people.length > 0 ? `Create group with ${counted(people.length, 'friend', 'friends')}` : 'Create group'}
            </Button>
          </div>
        </form>
      )}
    </Page>
  )
}

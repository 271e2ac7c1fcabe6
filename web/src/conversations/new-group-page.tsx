// Starts a group: a title and the friends in it.
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
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

/** Each press that could not go on leads to the first field that is wrong. */
const useFirstWrong = (presses: number) => {
  const fields = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (presses > 0) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [presses])
  return fields
}

export const NewGroupPage = () => {
  const friends = useFriends()
  const open = useOpenConversation()
  const [title, setTitle] = useState('')
  const [people, setPeople] = useState<string[]>([])
  const [presses, setPresses] = useState(0)
  const wrong = {
    title: title.trim() === '' ? 'Write a name for the group.' : undefined,
    people: people.length === 0 ? 'Choose at least one friend.' : undefined,
    tooMany: people.length > othersMax ? 'A group has at most 50 members.' : undefined
  }
  const fields = useFirstWrong(presses)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (open.isPending) return
    if (wrong.title ?? wrong.people ?? wrong.tooMany) setPresses(presses + 1)
    else open.mutate({ kind: 'group', title: title.trim(), people })
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
        <form ref={fields} className="section" onSubmit={submit} noValidate>
          <TextField
            label="Name of the group"
            maxLength={80}
            autoComplete="off"
            value={title}
            error={presses > 0 ? wrong.title : undefined}
            onChange={(event) => setTitle(event.target.value)}
          />
          <FriendChoices
            label="Friends in the group"
            friends={friends.items}
            chosen={people}
            onChange={setPeople}
            error={wrong.tooMany ?? (presses > 0 ? wrong.people : undefined)}
          />
          <MoreButton pages={friends} label="Show more friends" />
          {open.error && <Notice kind="danger">{reason(open.error)}</Notice>}
          <div className="group-foot">
            <Button type="submit" wide busy={open.isPending}>
              {people.length > 0 ? `Create group with ${counted(people.length, 'friend', 'friends')}` : 'Create group'}
            </Button>
          </div>
        </form>
      )}
    </Page>
  )
}

// A group's members and title, adding friends, and leaving.
import { useQueryClient } from '@tanstack/react-query'
import { LogOut, Pencil, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useMe } from '../account/use-me.ts'
import { api, pages } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Conversation } from '../api/shapes.ts'
import { useFriends } from '../friends/use-friends.ts'
import { counted } from '../numbers.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Section } from '../ui/page.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/toasts.tsx'
import { FriendChoices } from './friend-choices.tsx'

export const GroupDetails = ({ conversation }: { conversation: Conversation }) => {
  const me = useMe()
  const [asking, setAsking] = useState<'title' | 'add' | 'leave'>()
  const close = () => setAsking(undefined)
  return (
    <Section
      id="members"
      title={counted(conversation.members.length, 'member', 'members')}
      action={
        <Button look="plain" small onClick={() => setAsking('add')}>
          <UserRoundPlus size={16} aria-hidden />
          Add friends
        </Button>
      }
    >
      <ul className="panel">
        {conversation.members.map((member) => (
          <li key={member.id}>
            <div className="row">
              <PersonMark id={member.id} name={member.name} />
              <div className="row-words">
                <span className="row-name">{member.id === me.id ? `${member.name} (you)` : member.name}</span>
                <span className="quiet small">@{member.handle}</span>
              </div>
            </div>
          </li>
        ))}
      </ul>
      <div className="row-actions">
        <Button look="plain" small onClick={() => setAsking('title')}>
          <Pencil size={16} aria-hidden />
          Rename group
        </Button>
        <Button look="danger-quiet" small onClick={() => setAsking('leave')}>
          <LogOut size={16} aria-hidden />
          Leave group
        </Button>
      </div>
      <RenameDialog conversation={conversation} open={asking === 'title'} close={close} />
      <AddDialog conversation={conversation} open={asking === 'add'} close={close} />
      <LeaveDialog conversation={conversation} open={asking === 'leave'} close={close} />
    </Section>
  )
}

type DialogProps = { conversation: Conversation; open: boolean; close: () => void }

const useReload = (id: string) => {
  const client = useQueryClient()
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.conversation(id) }),
      client.invalidateQueries({ queryKey: keys.conversations })
    ])
}

const RenameDialog = ({ conversation, open, close }: DialogProps) => {
  const [title, setTitle] = useState(conversation.title ?? '')
  const reload = useReload(conversation.id)
  const save = async () => {
    await call('PUT', api.title(conversation.id), { title: title.trim() })
    await reload()
  }
  return (
    <FormDialog
      open={open}
      onClose={close}
      title="Rename group"
      about="Every member sees the new name and who chose it."
      action="Save"
      ready={title.trim() !== ''}
      onSubmit={save}
    >
      <TextField
        label="Name of the group"
        maxLength={80}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
    </FormDialog>
  )
}

const AddDialog = ({ conversation, open, close }: DialogProps) => {
  const [people, setPeople] = useState<string[]>([])
  const friends = useFriends()
  const reload = useReload(conversation.id)
  const members = new Set(conversation.members.map((member) => member.id))
  const others = friends.items?.filter(({ person }) => !members.has(person.id)) ?? []
  const add = async () => {
    await call('POST', api.members(conversation.id), { people })
    await reload()
    setPeople([])
    say('Added')
  }
  return (
    <FormDialog
      open={open}
      onClose={close}
      title="Add friends"
      about="They see messages from the moment they join, not earlier ones."
      action="Add"
      ready={people.length > 0}
      onSubmit={add}
    >
      {others.length > 0 ? (
        <FriendChoices label="Friends to add" friends={others} chosen={people} onChange={setPeople} />
      ) : (
        <p className="quiet">All of your friends are in this group.</p>
      )}
    </FormDialog>
  )
}

const LeaveDialog = ({ conversation, open, close }: DialogProps) => {
  const client = useQueryClient()
  const navigate = useNavigate()
  const leave = async () => {
    await call('DELETE', api.leave(conversation.id))
    client.removeQueries({ queryKey: keys.conversation(conversation.id) })
    void client.invalidateQueries({ queryKey: keys.conversations })
    void navigate(pages.conversations())
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={close}
      title={`Leave “${conversation.title ?? 'this group'}”?`}
      action="Leave group"
      onConfirm={leave}
    >
      You no longer see this group or its messages, and your apps do not either. What you wrote stays. Somebody in it
      can add you again.
    </ConfirmDialog>
  )
}

// The form that takes conversations away from a permission.
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { nameOf } from '../conversations/naming.ts'
import { useConversations } from '../conversations/use-conversations.ts'
import { ChooseAny } from '../ui/choice-list.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { SkeletonRows } from '../ui/states.tsx'
import { type NarrowProps, useNarrow } from './narrow-dialogs.tsx'
import { useConversationNames } from './where-answer.tsx'

export const NarrowWhere = ({ grant, close }: NarrowProps) => {
  const { where, conversations } = grant.answers
  const all = where === 'all'
  const [kept, setKept] = useState<string[]>(all ? [] : conversations)
  const narrow = useNarrow(grant)
  const ready = all || kept.length < conversations.length
  return (
    <FormDialog
      open
      onClose={close}
      title="Where?"
      about={
        all
          ? `${grant.app.name} reaches all your conversations now. Tick those that it keeps; the rest and all new ones are closed to it.`
          : `Untick the conversations that ${grant.app.name} should no longer reach.`
      }
      action="Narrow"
      ready={ready}
      onSubmit={() => narrow(all ? { where: 'chosen', conversations: kept } : { conversations: kept })}
    >
      {all ? (
        <FromAll kept={kept} onChange={setKept} />
      ) : (
        <FromChosen ids={conversations} kept={kept} onChange={setKept} />
      )}
    </FormDialog>
  )
}

type ChoicesProps = { kept: string[]; onChange: (kept: string[]) => void }

const FromAll = ({ kept, onChange }: ChoicesProps) => {
  const me = useMe()
  const conversations = useConversations()
  if (!conversations.items) return <SkeletonRows rows={3} />
  return (
    <>
      <ChooseAny
        label="Conversations it keeps"
        values={kept}
        onChange={onChange}
        options={conversations.items.map((one) => ({ value: one.id, label: nameOf(one, me.id) }))}
      />
      <MoreButton pages={conversations} label="Earlier conversations" />
    </>
  )
}

const FromChosen = ({ ids, kept, onChange }: ChoicesProps & { ids: string[] }) => {
  const names = useConversationNames(ids)
  if (names.some((name) => name === undefined)) return <SkeletonRows rows={Math.min(3, ids.length)} />
  return (
    <ChooseAny
      label="Conversations it keeps"
      values={kept}
      onChange={onChange}
      options={ids.map((id, i) => ({ value: id, label: names[i] }))}
    />
  )
}

// The forms that make an answer of a permission smaller; each is there only while it is open, so it starts from the answers as they are.
import { useState } from 'react'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import type { Action, Answers, ChangedGrant, Grant, Narrow, Until } from '../api/shapes.ts'
import { ChooseAny, ChooseOne } from '../ui/choice-list.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { say } from '../ui/toasts.tsx'
import { actionOrder, actionWords, messagesWords, untilOrder, untilWords } from './answer-words.ts'
import { useGrantChanged } from './use-grants.ts'

export type NarrowProps = { grant: Grant; close: () => void }

export const useNarrow = (grant: Grant) => {
  const changed = useGrantChanged()
  return async (change: Narrow) => {
    await changed(await call<ChangedGrant>('POST', api.narrow(grant.id), change))
    say(`${grant.app.name} may do less now`)
  }
}

export const NarrowWhat = ({ grant, close }: NarrowProps) => {
  const { actions, friends } = grant.answers
  const offered = [...actionOrder.filter((action) => actions.includes(action)), ...(friends ? ['friends'] : [])]
  const [kept, setKept] = useState(offered)
  const narrow = useNarrow(grant)
  const save = () => {
    const left = kept.filter((one): one is Action => one !== 'friends')
    return narrow({
      ...(left.length < actions.length ? { actions: left } : {}),
      ...(friends && !kept.includes('friends') ? { friends: false } : {})
    })
  }
  return (
    <FormDialog
      open
      onClose={close}
      title="What may it do?"
      about={`Untick what ${grant.app.name} should no longer do.`}
      action="Narrow"
      ready={kept.length < offered.length}
      onSubmit={save}
    >
      <ChooseAny
        label="What may it do?"
        values={kept}
        onChange={setKept}
        options={offered.map((value) =>
          value === 'friends'
            ? { value, label: 'See names', hint: 'The names of your friends in these conversations.' }
            : { value, ...actionWords[value as Action] }
        )}
      />
    </FormDialog>
  )
}

export const NarrowMessages = ({ grant, close }: NarrowProps) => {
  const [messages, setMessages] = useState<Answers['messages']>(grant.answers.messages)
  const narrow = useNarrow(grant)
  return (
    <FormDialog
      open
      onClose={close}
      title="Which messages?"
      action="Narrow"
      ready={messages !== grant.answers.messages}
      onSubmit={() => narrow({ messages })}
    >
      <ChooseOne
        label="Which messages?"
        value={messages}
        onPick={(value) => setMessages(value as Answers['messages'])}
        options={(['any', 'own'] as const).map((value) => ({ value, ...messagesWords[value] }))}
      />
    </FormDialog>
  )
}

export const NarrowUntil = ({ grant, close }: NarrowProps) => {
  const now = grant.answers.until
  const [until, setUntil] = useState<Until>(now)
  const narrow = useNarrow(grant)
  const offered = untilOrder.slice(0, untilOrder.indexOf(now) + 1).toReversed()
  return (
    <FormDialog
      open
      onClose={close}
      title="Until when?"
      about="Counted from now. It never ends later than it would have."
      action="Narrow"
      ready={until !== now}
      onSubmit={() => narrow({ until })}
    >
      <ChooseOne
        label="Until when?"
        value={until}
        onPick={(value) => setUntil(value as Until)}
        options={offered.map((value) => ({
          value,
          label: untilWords[value],
          ...(value === now ? { hint: 'As it is' } : value === 'once' ? { hint: 'One more access, within a day.' } : {})
        }))}
      />
    </FormDialog>
  )
}

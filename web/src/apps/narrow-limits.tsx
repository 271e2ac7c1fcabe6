// The forms that limit a permission to some kinds of message, and to so many messages a day.
import { kindWords, messageKinds, type MessageKind } from '@parley/protocol/api/message-kinds.ts'
import { useState } from 'react'
import { count } from '../numbers.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { ChooseAny } from '../ui/choice-list.tsx'
import { TextField } from '../ui/text-field.tsx'
import { type NarrowProps, useNarrow } from './narrow-dialogs.tsx'

const perDayMax = 100_000

export const NarrowKinds = ({ grant, close }: NarrowProps) => {
  const offered: readonly MessageKind[] = grant.answers.kinds ?? messageKinds
  const [kept, setKept] = useState<string[]>([...offered])
  const narrow = useNarrow(grant)
  return (
    <FormDialog
      open
      onClose={close}
      title="Which kinds of message?"
      about={`Untick what ${grant.app.name} should no longer see, write or delete.`}
      action="Narrow"
      ready={kept.length > 0 && kept.length < offered.length}
      onSubmit={() => narrow({ kinds: offered.filter((kind) => kept.includes(kind)) })}
    >
      <ChooseAny
        label="Which kinds of message?"
        values={kept}
        onChange={setKept}
        options={offered.map((kind) => ({ value: kind, label: capital(kindWords[kind]) }))}
      />
    </FormDialog>
  )
}

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

export const NarrowPerDay = ({ grant, close }: NarrowProps) => {
  const now = grant.answers.perDay
  const [entered, setEntered] = useState(now === undefined ? '' : String(now))
  const narrow = useNarrow(grant)
  const perDay = Number(entered)
  const most = now === undefined ? perDayMax : now - 1
  return (
    <FormDialog
      open
      onClose={close}
      title="How many messages a day?"
      about="Each message counts each time it is read. A day begins at midnight UTC."
      action="Narrow"
      ready={/^\d+$/.test(entered) && perDay >= 1 && perDay <= most}
      onSubmit={() => narrow({ perDay })}
    >
      <TextField
        label="Messages a day"
        inputMode="numeric"
        value={entered}
        onChange={(event) => setEntered(event.target.value.trim())}
        hint={now === undefined ? `From 1 to ${count(most)}.` : `Fewer than ${count(now)}.`}
      />
    </FormDialog>
  )
}

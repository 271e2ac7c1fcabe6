// Pausing a permission as a whole or in single conversations, and letting it go on.
import { CirclePause, CirclePlay } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { reason } from '../api/api-error.ts'
import type { Grant } from '../api/shapes.ts'
import { nameOf } from '../conversations/naming.ts'
import { useConversations } from '../conversations/use-conversations.ts'
import { Button } from '../ui/button.tsx'
import { ChooseOne } from '../ui/choice-list.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/states.tsx'
import { usePausing } from './use-pausing.ts'
import { useConversationNames } from './where-answer.tsx'

export const PauseGrant = ({ grant }: { grant: Grant }) => {
  const { paused, app } = grant
  const { pause, resume } = usePausing(grant.id, app.name)
  const [doing, setDoing] = useState(false)
  const [error, setError] = useState<unknown>()
  const [choosing, setChoosing] = useState(false)
  const run = async (change: Promise<unknown>) => {
    setDoing(true)
    setError(undefined)
    await change.catch(setError)
    setDoing(false)
  }
  const isWhole = paused?.at !== undefined
  return (
    <Section
      id="pause"
      title="Pause"
      about={`While it is paused, ${app.name} can read, write and delete nothing. It keeps its permission and goes on when you say so.`}
    >
      {error !== undefined && <Notice kind="danger">{reason(error)}</Notice>}
      {paused && paused.conversations.length > 0 && (
        <PausedPlaces ids={paused.conversations} busy={doing} resume={(id) => void run(resume(id))} />
      )}
      <div className="row-actions">
        <Button look="plain" small busy={doing} onClick={() => void run(isWhole ? resume() : pause())}>
          {isWhole ? <CirclePlay size={16} aria-hidden /> : <CirclePause size={16} aria-hidden />}
          {isWhole ? `Resume ${app.name}` : `Pause ${app.name}`}
        </Button>
        <Button look="quiet" small onClick={() => setChoosing(true)}>
          Pause in one conversation
        </Button>
      </div>
      {choosing && <PauseOne grant={grant} pause={pause} close={() => setChoosing(false)} />}
    </Section>
  )
}

type PlacesProps = { ids: string[]; busy: boolean; resume: (conversation: string) => void }

const PausedPlaces = ({ ids, busy, resume }: PlacesProps) => {
  const names = useConversationNames(ids)
  return (
    <ul className="panel" aria-label="Paused in">
      {ids.map((id, i) => (
        <li key={id}>
          <div className="row">
            <CirclePause size={20} aria-hidden />
            <span className="row-words">Paused in {names[i] ?? '…'}</span>
            <Button
              look="plain"
              small
              busy={busy}
              onClick={() => resume(id)}
              aria-label={`Resume in ${names[i] ?? 'this conversation'}`}
            >
              Resume
            </Button>
          </div>
        </li>
      ))}
    </ul>
  )
}

type OneProps = { grant: Grant; pause: (conversation: string) => Promise<void>; close: () => void }

const PauseOne = ({ grant, pause, close }: OneProps) => {
  const me = useMe()
  const conversations = useConversations()
  const [chosen, setChosen] = useState('')
  const { where, conversations: reached } = grant.answers
  const offered = conversations.items?.filter(
    ({ id }) => (where === 'all' || reached.includes(id)) && !grant.paused?.conversations.includes(id)
  )
  return (
    <FormDialog
      open
      onClose={close}
      title={`Where should ${grant.app.name} pause?`}
      action="Pause"
      ready={chosen !== ''}
      onSubmit={() => pause(chosen)}
    >
      {offered ? (
        <ChooseOne
          label="Conversation"
          value={chosen}
          onPick={setChosen}
          options={offered.map((one) => ({ value: one.id, label: nameOf(one, me.id) }))}
        />
      ) : (
        <SkeletonRows rows={3} />
      )}
      <MoreButton pages={conversations} label="Earlier conversations" />
    </FormDialog>
  )
}

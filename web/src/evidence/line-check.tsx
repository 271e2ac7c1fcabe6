// The check of one line of Activity: its button among the facts of the line, and below them what came out.
import { Collapsible } from '@base-ui/react/collapsible'
import { CircleAlert, CircleCheck, Hourglass, LoaderCircle, ShieldCheck } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { api } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import type { Activity } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { CheckList } from './check-list.tsx'
import { hasBad } from './check.ts'
import { LoggedFacts } from './logged-facts.tsx'
import { SaveFile } from './save-file.tsx'
import { type LineState, useLineCheck, verdictOf } from './use-checks.ts'
import { WhatToDo } from './what-to-do.tsx'
import './evidence.css'

type Props = { item: Activity; sentence: string; facts: ReactNode; children: ReactNode }

/** facts stand beside the button; children between the facts and what came out. */
export const LineCheck = ({ item, sentence, facts, children }: Props) => {
  const { state, check } = useLineCheck(item)
  const [isOpen, setOpen] = useState(false)
  const words = useId()
  const verdict = verdictOf(state)
  const isBad = verdict === 'bad'
  const turn = (next: boolean) => {
    setOpen(next)
    if (next && (!state || state.state === 'failed' || state.state === 'pending')) void check()
  }
  return (
    <Collapsible.Root open={isOpen || isBad} onOpenChange={turn} className="line-check">
      <span id={words}>{sentence}</span>
      <span className="quiet small activity-facts">
        {facts}
        <Collapsible.Trigger className={`check-button check-button-${verdict ?? 'none'}`} aria-describedby={words}>
          <ButtonWords state={state} />
        </Collapsible.Trigger>
      </span>
      {children}
      <Collapsible.Panel className="line-check-panel">
        <div role="status">{state && <Outcome state={state} again={check} />}</div>
        {state?.state === 'checked' && (
          <>
            {hasBad(state.checks) && <WhatToDo />}
            <LoggedFacts line={state} />
            <div className="line-check-actions">
              <SaveFile address={api.activityProofFile(item.id)} label="Download proof" look="quiet" />
              <SaveFile address={api.activityEntryFile(item.id)} label="Download entry" look="quiet" />
              <Button look="quiet" small onClick={() => void check()}>
                Check again
              </Button>
            </div>
            <p className="quiet">
              Proof and entry together show to anybody that this one entry is in the log:{' '}
              <code>parley-verify tlog-proof PROOF --entry ENTRY</code>
            </p>
          </>
        )}
      </Collapsible.Panel>
    </Collapsible.Root>
  )
}

const ButtonWords = ({ state }: { state: LineState | undefined }) => {
  const [Icon, words] = {
    none: [ShieldCheck, 'Check'] as const,
    checking: [LoaderCircle, 'Checking'] as const,
    waiting: [Hourglass, 'Not in the log yet'] as const,
    failed: [ShieldCheck, 'Not checked'] as const,
    good: [CircleCheck, 'Checked'] as const,
    bad: [CircleAlert, 'Problem found'] as const
  }[state?.state === 'checking' ? 'checking' : (verdictOf(state) ?? 'none')]
  return (
    <>
      <Icon size={15} aria-hidden />
      {words}
    </>
  )
}

const Outcome = ({ state, again }: { state: LineState; again: () => Promise<void> }) => {
  switch (state.state) {
    case 'checking':
      return <p className="quiet">Checking in your browser…</p>
    case 'pending':
      return (
        <p>This was recorded a moment ago. It will be in the log within a second or two; then this checks again.</p>
      )
    case 'late':
      return (
        <>
          <CheckList
            checks={[
              {
                name: 'place',
                mark: 'bad',
                text: 'This was recorded more than a minute ago and is still not in the signed log. Parley promises to log within a minute.'
              }
            ]}
          />
          <Button look="plain" small onClick={() => void again()}>
            Check again
          </Button>
        </>
      )
    case 'failed':
      return (
        <div className="line-check-failed">
          <p>This could not be checked, which says nothing about the line itself. {reason(state.error)}</p>
          <Button look="plain" small onClick={() => void again()}>
            Try again
          </Button>
        </div>
      )
    case 'checked':
      return <CheckList checks={state.checks} />
  }
}

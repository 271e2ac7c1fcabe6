// The six answers of a permission, each with the way to make it smaller.
import { type ReactNode, useState } from 'react'
import type { Grant } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Time } from '../ui/time.tsx'
import { fromWords, kindsWords, messagesWords, perDayWords, untilOrder, untilWords, whatWords } from './answer-words.ts'
import { NarrowKinds, NarrowPerDay } from './narrow-limits.tsx'
import { NarrowMessages, NarrowUntil, NarrowWhat } from './narrow-dialogs.tsx'
import { NarrowWhere } from './narrow-where.tsx'
import { WhereAnswer } from './where-answer.tsx'

type Question = 'what' | 'where' | 'messages' | 'kinds' | 'perDay' | 'until'

export const AnswerList = ({ grant }: { grant: Grant }) => {
  const [open, setOpen] = useState<Question>()
  const { answers, app, ended } = grant
  const close = () => setOpen(undefined)
  const narrow = (question: Question, possible: boolean, label: string) =>
    !ended && possible ? (
      <Button look="quiet" small onClick={() => setOpen(question)} aria-label={`Narrow: ${label}`}>
        Narrow
      </Button>
    ) : undefined
  return (
    <div className="panel">
      <dl className="answers">
        <Answer
          question="What may it do?"
          action={narrow('what', answers.actions.length > 0 || answers.friends, 'what may it do')}
        >
          {whatWords(answers)}
        </Answer>
        <Answer
          question="Where?"
          action={narrow('where', answers.where === 'all' || answers.conversations.length > 0, 'where')}
        >
          <WhereAnswer answers={answers} />
        </Answer>
        <Answer
          question="Which messages?"
          hint={messagesWords[answers.messages].hint}
          action={narrow('messages', answers.messages === 'any', 'which messages')}
        >
          {messagesWords[answers.messages].label}
        </Answer>
        <Answer
          question="Which kinds of message?"
          action={narrow('kinds', (answers.kinds?.length ?? 6) > 1, 'which kinds of message')}
        >
          {kindsWords(answers)}
        </Answer>
        <Answer
          question="How many a day?"
          action={narrow('perDay', (answers.perDay ?? 2) > 1, 'how many messages a day')}
          {...(grant.today && { hint: <StartsAgain at={grant.today.startsAgainAt} /> })}
        >
          {perDayWords(grant)}
        </Answer>
        <Answer question="From when?">{fromWords[answers.from]}</Answer>
        <Answer
          question="Until when?"
          action={narrow('until', untilOrder.indexOf(answers.until) > 0, 'until when')}
          {...(ended ? {} : { hint: <Ends grant={grant} /> })}
        >
          {untilWords[answers.until]}
        </Answer>
        <Answer question="Why?">{app.purpose}</Answer>
      </dl>
      {open === 'what' && <NarrowWhat grant={grant} close={close} />}
      {open === 'where' && <NarrowWhere grant={grant} close={close} />}
      {open === 'messages' && <NarrowMessages grant={grant} close={close} />}
      {open === 'kinds' && <NarrowKinds grant={grant} close={close} />}
      {open === 'perDay' && <NarrowPerDay grant={grant} close={close} />}
      {open === 'until' && <NarrowUntil grant={grant} close={close} />}
    </div>
  )
}

const Answer = ({
  question,
  hint,
  action,
  children
}: {
  question: string
  hint?: ReactNode
  action?: ReactNode
  children: ReactNode
}) => (
  <div className="answer">
    <dt>{question}</dt>
    <dd>
      {children}
      {hint && <span className="answer-hint">{hint}</span>}
    </dd>
    {action && <dd>{action}</dd>}
  </div>
)

const StartsAgain = ({ at }: { at: string }) => (
  <>
    Counted again from <Time at={at} as="clock" />.
  </>
)

const Ends = ({ grant }: { grant: Grant }) =>
  grant.endsAt ? (
    <>
      Ends <Time at={grant.endsAt} as="date" />, <Time at={grant.endsAt} as="ago" />. Earlier if it is not used for 90
      days.
    </>
  ) : (
    'Ends by itself if it is not used for 90 days.'
  )

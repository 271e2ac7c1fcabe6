// How many of this person's messages apps of other people read, per app and day; and when, for who asks.
import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { DayOfMine, ReadOfMine } from '@parley/protocol/api/evidence.ts'
import { api, pages } from '../addresses.ts'
import { keys } from '../api/keys.ts'
import { usePages } from '../api/use-pages.ts'
import { dateOnly } from '../clock.ts'
import { counted } from '../numbers.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Section } from '../ui/page.tsx'
import { Failed, SkeletonRows } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { addedUp, type AppDay } from './add-up-days.ts'

export const useReadsOfMine = () => usePages<DayOfMine>(keys.readsOfMine, (page) => api.readsOfMine(page))

const countWords = ({ count, atLeast }: Pick<ReadOfMine, 'count' | 'atLeast'>): string =>
  `${atLeast ? 'at least ' : ''}${counted(count, 'message', 'messages')} of yours`

/** Nothing at all while there is none. */
export const ReadsOfMine = ({ reads }: { reads: ReturnType<typeof useReadsOfMine> }) => {
  const { items } = reads
  if (reads.error && !items) return <Failed error={reads.error} retry={reads.refetch} />
  if (!items || (items.length === 0 && !reads.hasNextPage)) return null
  return (
    <Section
      id="reads-of-mine"
      title="Read by other people’s apps"
      about="Apps that friends connected, and how many of the messages that you wrote to them they read. Days are those of UTC. What else these apps did is not shown; each read is in your evidence below."
    >
      <ul className="panel">
        {addedUp(items).map((day) => (
          <OneDay key={day.withins[0]} day={day} />
        ))}
      </ul>
      <MoreButton pages={reads} label="Show earlier" />
    </Section>
  )
}

const OneDay = ({ day }: { day: AppDay }) => {
  const [open, setOpen] = useState(false)
  return (
    <li className="row">
      <AppMark name={day.app?.name ?? '?'} />
      <div className="row-words">
        <span>
          {day.app?.name ?? 'An app'} read {countWords(day)}.
        </span>
        <Collapsible.Root className="touched" open={open} onOpenChange={setOpen}>
          <span className="quiet small activity-facts">
            {dateOnly(`${day.day}T12:00:00Z`)}
            <Collapsible.Trigger className="touched-button">
              <ChevronDown size={16} aria-hidden />
              Exact times
            </Collapsible.Trigger>
          </span>
          <Collapsible.Panel className="touched-list">
            {open && day.withins.map((within) => <Times key={within} within={within} />)}
          </Collapsible.Panel>
        </Collapsible.Root>
      </div>
    </li>
  )
}

const Times = ({ within }: { within: string }) => {
  const times = usePages<ReadOfMine>(keys.readTimes(within), (page) => api.readTimes({ ...page, within }))
  if (times.error && !times.items) return <Failed error={times.error} retry={times.refetch} />
  if (!times.items) return <SkeletonRows rows={1} round={false} />
  return (
    <>
      <ul>
        {times.items.map((read) => (
          <li key={read.id} className="small activity-facts">
            <Time at={read.at} as="clock" />
            <span>{countWords(read)}</span>
            <Link to={pages.conversation(read.conversation)}>Conversation</Link>
          </li>
        ))}
      </ul>
      <MoreButton pages={times} label="Show earlier" />
    </>
  )
}

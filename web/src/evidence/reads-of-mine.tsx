// When apps of other people read messages that this person wrote.
import { Link } from 'react-router'
import type { ReadOfMine } from '@parley/protocol/api/evidence.ts'
import { api, pages } from '../addresses.ts'
import { keys } from '../api/keys.ts'
import { usePages } from '../api/use-pages.ts'
import { counted } from '../numbers.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Section } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'

export const useReadsOfMine = () => usePages<ReadOfMine>(keys.readsOfMine, (page) => api.readsOfMine(page))

/** Nothing at all while there is none. */
export const ReadsOfMine = ({ reads }: { reads: ReturnType<typeof useReadsOfMine> }) => {
  const { items } = reads
  if (reads.error && !items) return <Failed error={reads.error} retry={reads.refetch} />
  if (!items || items.length === 0) return null
  return (
    <Section
      id="reads-of-mine"
      title="Read by other people’s apps"
      about="Apps that friends connected, and that read messages you wrote to them."
    >
      <ul className="panel">
        {items.map(({ id, at, app, conversation, count }) => (
          <li key={id} className="row">
            <AppMark name={app?.name ?? '?'} />
            <span className="row-words">
              <span>
                {app?.name ?? 'An app'} read {counted(count, 'message', 'messages')}, some of them yours.
              </span>
              <span className="quiet small activity-facts">
                <Time at={at} />
                <Link to={pages.conversation(conversation)}>Conversation</Link>
              </span>
            </span>
          </li>
        ))}
      </ul>
      <MoreButton pages={reads} label="Show earlier" />
    </Section>
  )
}

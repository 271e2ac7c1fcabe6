// Grey bubbles while a conversation is on its way, and the way to try again when it did not come.
import { useLive } from '../live/live-context.tsx'
import { Failed } from '../ui/states.tsx'
import './message-list.css'

export const MessagesSkeleton = () => (
  <div className="messages messages-skeleton" role="status" aria-label="Loading messages">
    {['theirs', 'theirs', 'mine', 'theirs', 'mine', 'mine'].map((side, i) => (
      <span key={i} className={`skeleton bubble-skeleton bubble-skeleton-${side} bubble-skeleton-${i % 3}`} />
    ))}
  </div>
)

export const RetryTimeline = ({ id, error }: { id: string; error: unknown }) => {
  const { timelines } = useLive()
  return (
    <div className="messages">
      <Failed error={error} retry={() => timelines.load(id)} />
    </div>
  )
}

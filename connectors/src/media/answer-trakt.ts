// What Trakt's API answers to a scrobble.
import type { Fields } from '../read-fields.ts'
import type { Watched } from './watched.ts'

/** Within it, the same end again is a conflict. */
const repeatMs = 60 * 60 * 1000

/** body: as it was read. finishedAt: when the title was seen to its end before this report; both times in milliseconds since 1970. */
export const answerTrakt = (
  action: string,
  { movie, show, episode }: Fields,
  { progress, completed }: Pick<Watched, 'progress' | 'completed'>,
  { finishedAt, now }: { finishedAt: number | undefined; now: number }
): { status: number; body: object } => {
  if (completed && finishedAt && now - finishedAt < repeatMs) {
    const [at, until] = [finishedAt, finishedAt + repeatMs].map((ms) => new Date(ms).toISOString())
    return { status: 409, body: { watched_at: at, expires_at: until } }
  }
  const did = action === 'stop' ? (completed ? 'scrobble' : 'pause') : action
  return { status: 201, body: { id: 0, action: did, progress, movie, show, episode } }
}

// Closes what a file of browser tests stands on when its tests are done, also where only a part of it came up.
import { after } from 'node:test'

type Closed = { close: () => Promise<unknown> }
const openings: Promise<Closed>[] = []

after(async () => {
  const failed: unknown[] = []
  // The last first: no page asks a platform that is gone. What is still on its way is waited for, since it would stay.
  for (const opening of openings.toReversed()) {
    const opened = await opening.catch(() => undefined)
    await opened?.close().catch((error: unknown) => failed.push(error))
  }
  if (failed.length > 0) throw new AggregateError(failed, failed.join('\n'))
})

/** Takes what is being opened, and gives it back; that it did not open is for the caller to say. */
export const untilEnd = <T extends Closed>(opening: Promise<T>): Promise<T> => {
  openings.push(opening)
  return opening
}

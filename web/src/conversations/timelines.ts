// The timelines that are open in this window: loads them, keeps them whole under live events, and tells the views.
import type { ConversationEvent, Events } from '../api/shapes.ts'
import { fromNewest, type Timeline, withLive, withNewer, withOlder } from './timeline.ts'

export type TimelineView = { timeline?: Timeline; error?: unknown; loadingOlder: boolean; olderError?: unknown }
type Fetch = (conversation: string, range: { before?: number; after?: number; limit?: number }) => Promise<Events>

const pageEvents = 50
const catchUpEvents = 100
// Behind by more than this many pages, the newest page is shown instead of everything in between.
const catchUpPagesMax = 5
const nothing: TimelineView = { loadingOlder: false }

export type Timelines = ReturnType<typeof createTimelines>

export const createTimelines = (fetchEvents: Fetch) => {
  const views = new Map<string, TimelineView>()
  const busy = new Map<string, Promise<void>>()
  const again = new Set<string>()
  const listeners = new Set<() => void>()

  const get = (id: string): TimelineView => views.get(id) ?? nothing
  const put = (id: string, change: Partial<TimelineView>) => {
    views.set(id, { ...get(id), ...change })
    for (const listener of listeners) listener()
  }

  const newest = async (id: string) => {
    const timeline = fromNewest(await fetchEvents(id, { limit: pageEvents }))
    put(id, { timeline, error: undefined, olderError: undefined })
  }
  const catchUpOnce = async (id: string) => {
    for (let page = 0; page < catchUpPagesMax; page++) {
      const timeline = get(id).timeline
      if (!timeline) return
      const events = await fetchEvents(id, { after: timeline.lastSeq, limit: catchUpEvents })
      // Live events may have come meanwhile: extend what is there now, not what was there when the page was asked for.
      put(id, { timeline: withNewer(get(id).timeline ?? timeline, events) })
      if (!events.more) return
    }
    await newest(id)
  }
  /** One load per conversation at a time; what asks during a load makes it look once more at the end. */
  const load = (id: string): Promise<void> => {
    const running = busy.get(id)
    if (running) {
      again.add(id)
      return running
    }
    const work = async () => {
      do {
        again.delete(id)
        await (get(id).timeline ? catchUpOnce(id) : newest(id))
      } while (again.has(id))
    }
    const done = work()
      .catch((error: unknown) => put(id, get(id).timeline ? {} : { error }))
      .finally(() => busy.delete(id))
    busy.set(id, done)
    return done
  }

  return {
    get,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Loads a conversation, or what is missing at its end. */
    load,
    older: async (id: string, limit = pageEvents): Promise<void> => {
      const { timeline, loadingOlder } = get(id)
      if (!timeline?.older || loadingOlder) return
      put(id, { loadingOlder: true, olderError: undefined })
      try {
        const page = await fetchEvents(id, { before: timeline.firstSeq, limit })
        put(id, { timeline: withOlder(get(id).timeline ?? timeline, page), loadingOlder: false })
      } catch (olderError) {
        put(id, { loadingOlder: false, olderError })
      }
    },
    receive: (id: string, events: ConversationEvent[]): void => {
      const { timeline } = get(id)
      if (!timeline) {
        if (busy.has(id)) again.add(id)
        return
      }
      const next = withLive(timeline, events)
      if (next.gap) void load(id)
      else if (next.timeline !== timeline) put(id, { timeline: next.timeline })
    },
    /** Asks for what is missing when the conversation is known to go on past what is in memory. */
    reach: (id: string, lastSeq: number): void => {
      const { timeline } = get(id)
      if (timeline && timeline.lastSeq < lastSeq) void load(id)
    }
  }
}

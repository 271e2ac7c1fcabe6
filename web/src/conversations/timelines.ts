// The timelines that are open in this window: loads them, keeps them whole under live events, and tells the views.
import type { ConversationEvent, Events } from '../api/shapes.ts'
import { createStore } from '../live/create-store.ts'
import { fromNewest, type Timeline, withLive, withNewer, withOlder } from './timeline.ts'

export type TimelineView = { timeline?: Timeline; error?: unknown; loadingOlder: boolean; olderError?: unknown }
type Fetch = (conversation: string, range: { before?: number; after?: number; limit?: number }) => Promise<Events>
type Views = ReturnType<typeof createViews>

const pageEvents = 50
const catchUpEvents = 100
// Behind by more than this many pages, the newest page is shown instead of everything in between.
const catchUpPagesMax = 5
const nothing: TimelineView = { loadingOlder: false }

export type Timelines = ReturnType<typeof createTimelines>

const createViews = () => {
  const store = createStore<ReadonlyMap<string, TimelineView>>(new Map())
  const get = (id: string): TimelineView => store.get().get(id) ?? nothing
  const put = (id: string, change: Partial<TimelineView>) =>
    store.set(new Map(store.get()).set(id, { ...get(id), ...change }))
  return { get, put, ids: () => [...store.get().keys()], subscribe: store.subscribe }
}

const newest = async (views: Views, fetchEvents: Fetch, id: string) => {
  const timeline = fromNewest(await fetchEvents(id, { limit: pageEvents }))
  views.put(id, { timeline, error: undefined, olderError: undefined })
}

const catchUp = async (views: Views, fetchEvents: Fetch, id: string) => {
  for (let page = 0; page < catchUpPagesMax; page++) {
    const { timeline } = views.get(id)
    if (!timeline) return
    const events = await fetchEvents(id, { after: timeline.lastSeq, limit: catchUpEvents })
    // Live events may have come meanwhile: extend what is there now, not what was there when the page was asked for.
    views.put(id, { timeline: withNewer(views.get(id).timeline ?? timeline, events) })
    if (!events.more) return
  }
  await newest(views, fetchEvents, id)
}

const older = async (views: Views, fetchEvents: Fetch, id: string, limit: number): Promise<void> => {
  const { timeline, loadingOlder } = views.get(id)
  if (!timeline?.older || loadingOlder) return
  views.put(id, { loadingOlder: true, olderError: undefined })
  try {
    const page = await fetchEvents(id, { before: timeline.firstSeq, limit })
    views.put(id, { timeline: withOlder(views.get(id).timeline ?? timeline, page), loadingOlder: false })
  } catch (olderError) {
    views.put(id, { loadingOlder: false, olderError })
  }
}

export const createTimelines = (fetchEvents: Fetch) => {
  const views = createViews()
  const busy = new Map<string, Promise<void>>()
  const again = new Set<string>()

  const loadAll = async (id: string) => {
    try {
      do {
        again.delete(id)
        await (views.get(id).timeline ? catchUp(views, fetchEvents, id) : newest(views, fetchEvents, id))
      } while (again.has(id))
    } catch (error) {
      views.put(id, views.get(id).timeline ? {} : { error })
    } finally {
      busy.delete(id)
    }
  }
  /** Loads a conversation, or what is missing at its end. One load at a time; what asks meanwhile makes it look once more. */
  const load = (id: string): Promise<void> => {
    const running = busy.get(id)
    if (running) {
      again.add(id)
      return running
    }
    const done = loadAll(id)
    busy.set(id, done)
    return done
  }
  return {
    get: views.get,
    subscribe: views.subscribe,
    load,
    /** Looks for what is missing in every conversation that is in memory. */
    loadEach: (): void => {
      for (const id of views.ids()) void load(id)
    },
    older: (id: string, limit = pageEvents): Promise<void> => older(views, fetchEvents, id, limit),
    receive: (id: string, events: ConversationEvent[]): void => {
      const { timeline } = views.get(id)
      if (!timeline) {
        if (busy.has(id)) again.add(id)
        return
      }
      const next = withLive(timeline, events)
      if (next.gap) void load(id)
      else if (next.timeline !== timeline) views.put(id, { timeline: next.timeline })
    }
  }
}

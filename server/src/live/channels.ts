// Carries committed events to the open sockets of a conversation's members: each event once, in order, without gaps.
import type { Nudge } from '../base/bus.ts'
import { closeCodes, eventsFrame, type Committed, type Connection } from './connection.ts'

/** Everything that is open for one person. */
export type Feed = {
  readonly person: string
  readonly connections: Set<Connection>
  readonly channels: Set<Channel>
  /** Settles when the feed hangs on the channels of all conversations that the person is in. */
  subscribed: Promise<void>
  /** Conversations joined before that. */
  early: Joined[] | undefined
}

/**
 * A conversation that has a member here. head: the last event that was passed on. feeds: who is passed the next one, and how
 * that is known: from the list that was read when the feed began, which may be out of date by now, or for certain.
 */
export type Channel = {
  readonly id: string
  head: number
  readonly feeds: Map<Feed, 'listed' | 'certain'>
  pulling: boolean
  pullAgain: boolean
}

export type Joined = Extract<Nudge, { topic: 'joined' }>
export type Membership = { conversation: string; lastSeq: number }

/** How the channels ask the database. after: exclusive; rising seq, at most one page. */
export type ChannelSource = {
  memberships: (person: string) => Promise<Membership[]>
  eventsAfter: (conversation: string, after: number) => Promise<Committed[]>
  failed: (error: unknown) => void
}

export class Channels {
  readonly #source: ChannelSource
  readonly #feeds = new Map<string, Feed>()
  readonly #channels = new Map<string, Channel>()

  constructor(source: ChannelSource) {
    this.#source = source
  }

  connectionsOf(person: string): Iterable<Connection> {
    return this.#feeds.get(person)?.connections ?? []
  }

  /** From the moment that `subscribed` settles, every later event of the person's conversations reaches the connection. */
  add(connection: Connection): Feed {
    const { person } = connection
    let feed = this.#feeds.get(person)
    if (!feed) {
      feed = { person, connections: new Set(), channels: new Set(), subscribed: Promise.resolve(), early: [] }
      this.#feeds.set(person, feed)
      feed.subscribed = this.#subscribe(feed)
    }
    feed.connections.add(connection)
    return feed
  }

  remove(connection: Connection): void {
    const feed = this.#feeds.get(connection.person)
    if (!feed?.connections.delete(connection) || feed.connections.size > 0) return
    this.#feeds.delete(feed.person)
    for (const channel of feed.channels) this.#unhang(feed, channel)
  }

  #unhang(feed: Feed, channel: Channel): void {
    channel.feeds.delete(feed)
    feed.channels.delete(channel)
    this.#prune(channel)
  }

  // A channel that is being read stays: the next event may let somebody in.
  #prune(channel: Channel): void {
    if (channel.feeds.size === 0 && !channel.pulling) this.#channels.delete(channel.id)
  }

  /** conversations: where the person is a member, read after the feed began. Hangs off what the list of the beginning had too many. */
  confirm(feed: Feed, conversations: ReadonlySet<string>): void {
    for (const channel of feed.channels) {
      if (channel.feeds.get(feed) === 'certain') continue
      // Left before the feed hung on the channel, and the event of leaving may have been passed on before that, too.
      if (conversations.has(channel.id)) channel.feeds.set(feed, 'certain')
      else this.#unhang(feed, channel)
    }
  }

  async #subscribe(feed: Feed): Promise<void> {
    const memberships = await this.#source.memberships(feed.person)
    if (this.#feeds.get(feed.person) !== feed) return
    // A channel that is there keeps its head: what it has still to pass on has been seen by the resume.
    for (const { conversation, lastSeq } of memberships) {
      const channel = this.#open(conversation, lastSeq)
      if (!channel.feeds.has(feed)) this.#hang(feed, channel, 'listed')
    }
    const early = feed.early ?? []
    feed.early = undefined
    for (const joined of early) this.join(joined)
  }

  #open(id: string, head: number): Channel {
    const there = this.#channels.get(id)
    if (there) return there
    const channel: Channel = { id, head, feeds: new Map(), pulling: false, pullAgain: false }
    this.#channels.set(id, channel)
    return channel
  }

  #hang(feed: Feed, channel: Channel, how: 'listed' | 'certain'): void {
    // Its last member may have left a moment ago.
    this.#channels.set(channel.id, channel)
    channel.feeds.set(feed, how)
    feed.channels.add(channel)
  }

  /** A person sees a conversation from now on. Where its channel runs already, the event of joining lets them in. */
  join(joined: Joined): void {
    const { conversation, person, afterSeq } = joined
    const feed = this.#feeds.get(person)
    if (!feed) return
    if (feed.early) {
      feed.early.push(joined)
      return
    }
    const channel = this.#open(conversation, afterSeq)
    if (!channel.feeds.has(feed)) {
      if (channel.head === afterSeq) this.#hang(feed, channel, 'certain')
      // The channel began after the event of joining. Rare enough to start over: the sockets resume and miss nothing.
      else if (channel.head > afterSeq) this.restart(person)
    }
    this.pull(conversation)
  }

  restart(person: string): void {
    for (const connection of this.connectionsOf(person)) connection.close(closeCodes.again, 'resume')
  }

  /** Events that one transaction has just committed, in order without gaps. */
  offer(conversation: string, events: readonly Committed[]): void {
    const channel = this.#channels.get(conversation)
    const first = events[0]
    if (!channel || !first) return
    // Somebody else's events lie between: the database has them all.
    if (first.event.seq > channel.head + 1) this.pull(conversation)
    else this.#pass(channel, events)
  }

  /** Reads what is new in a conversation and passes it on. */
  pull(conversation: string): void {
    const channel = this.#channels.get(conversation)
    if (!channel) return
    if (channel.pulling) channel.pullAgain = true
    else void this.#pull(channel)
  }

  async #pull(channel: Channel): Promise<void> {
    channel.pulling = true
    try {
      do {
        channel.pullAgain = false
        const events = await this.#source.eventsAfter(channel.id, channel.head)
        if (events.length > 0) channel.pullAgain = true
        this.#pass(channel, events)
      } while (channel.pullAgain)
    } catch (error) {
      this.#source.failed(error)
      // What could not be read here is read by the resumes of the sockets.
      for (const feed of channel.feeds.keys()) this.restart(feed.person)
    } finally {
      channel.pulling = false
      this.#prune(channel)
    }
  }

  // Who is in the conversation is decided by the events themselves, so nobody sees an event too many or too few.
  #pass(channel: Channel, events: readonly Committed[]): void {
    let run: Committed[] = []
    for (const committed of events) {
      const { event } = committed
      if (event.seq <= channel.head) continue
      if (event.kind === 'joined' || event.kind === 'left') {
        this.#deliver(channel, run)
        run = []
        const feed = this.#feeds.get(event.subject.id)
        if (feed && event.kind === 'joined') this.#hang(feed, channel, 'certain')
        else if (feed) this.#unhang(feed, channel)
      }
      run.push(committed)
      channel.head = event.seq
    }
    this.#deliver(channel, run)
  }

  #deliver(channel: Channel, events: readonly Committed[]): void {
    if (events.length === 0 || channel.feeds.size === 0) return
    const frame = eventsFrame(
      channel.id,
      events.map(({ event }) => event)
    )
    const delivery = { conversation: channel.id, events, frame }
    for (const feed of channel.feeds.keys()) for (const connection of feed.connections) connection.deliver(delivery)
  }
}

// Carries committed events to the open sockets of a conversation's members: each event once, in order, without gaps.
import type { ConversationEvent } from '@parley/protocol/api/events.ts'
import type { Nudge } from '../base/bus.ts'
import { closeCodes, eventsFrame, type Connection } from './connection.ts'

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
 * A conversation that has a member here. head: the last event that was passed on. feeds: who is passed the next one, with the seq of
 * the event that let them in (0: a member when the feed began).
 */
export type Channel = {
  readonly id: string
  head: number
  readonly feeds: Map<Feed, number>
  pulling: boolean
  pullAgain: boolean
}

export type Joined = Extract<Nudge, { topic: 'joined' }>
export type Membership = { conversation: string; lastSeq: number }

/** How the channels ask the database. after: exclusive; rising seq, at most one page. */
export type ChannelSource = {
  memberships: (person: string) => Promise<Membership[]>
  eventsAfter: (conversation: string, after: number) => Promise<ConversationEvent[]>
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

  channel(conversation: string): Channel | undefined {
    return this.#channels.get(conversation)
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
    for (const channel of feed.channels) this.unhang(feed, channel)
  }

  unhang(feed: Feed, channel: Channel): void {
    channel.feeds.delete(feed)
    feed.channels.delete(channel)
    if (channel.feeds.size === 0) this.#channels.delete(channel.id)
  }

  async #subscribe(feed: Feed): Promise<void> {
    const memberships = await this.#source.memberships(feed.person)
    if (this.#feeds.get(feed.person) !== feed) return
    // A channel that is there keeps its head: what it has still to pass on is dropped by the floor that the resume sets.
    for (const { conversation, lastSeq } of memberships) {
      const channel = this.#open(conversation, lastSeq)
      if (!channel.feeds.has(feed)) this.#hang(feed, channel, 0)
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

  #hang(feed: Feed, channel: Channel, since: number): void {
    // Its last member may have left a moment ago.
    this.#channels.set(channel.id, channel)
    channel.feeds.set(feed, since)
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
      if (channel.head === afterSeq) this.#hang(feed, channel, afterSeq)
      // The channel began after the event of joining. Rare enough to start over: the sockets resume and miss nothing.
      else if (channel.head > afterSeq) this.restart(person)
    }
    this.pull(conversation)
  }

  restart(person: string): void {
    for (const connection of this.connectionsOf(person)) connection.close(closeCodes.again, 'resume')
  }

  /** Events that have just been committed, in order without gaps. */
  offer(conversation: string, events: readonly ConversationEvent[]): void {
    const channel = this.#channels.get(conversation)
    const first = events[0]
    if (!channel || !first) return
    // Somebody else's events lie between: the database has them all.
    if (first.seq > channel.head + 1) this.pull(conversation)
    else if (first.seq > channel.head) this.#pass(channel, events)
    else
      this.#pass(
        channel,
        events.filter((event) => event.seq > channel.head)
      )
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
        if (this.#channels.get(channel.id) !== channel) return
        if (events.length > 0) channel.pullAgain = true
        this.#pass(
          channel,
          events.filter((event) => event.seq > channel.head)
        )
      } while (channel.pullAgain)
    } catch (error) {
      this.#source.failed(error)
      // What could not be read here is read by the resumes of the sockets.
      for (const feed of channel.feeds.keys()) this.restart(feed.person)
    } finally {
      channel.pulling = false
    }
  }

  // Who is in the conversation is decided by the events themselves, so nobody sees an event too many or too few.
  #pass(channel: Channel, events: readonly ConversationEvent[]): void {
    let run: ConversationEvent[] = []
    for (const event of events) {
      if (event.kind === 'joined' || event.kind === 'left') {
        this.#deliver(channel, run)
        run = []
        const feed = this.#feeds.get(event.subject.id)
        if (feed && event.kind === 'joined') this.#hang(feed, channel, event.seq)
        else if (feed) this.unhang(feed, channel)
      }
      run.push(event)
      channel.head = event.seq
    }
    this.#deliver(channel, run)
  }

  #deliver(channel: Channel, events: readonly ConversationEvent[]): void {
    if (events.length === 0 || channel.feeds.size === 0) return
    const delivery = { conversation: channel.id, events, frame: eventsFrame(channel.id, events) }
    for (const feed of channel.feeds.keys()) for (const connection of feed.connections) connection.deliver(delivery)
  }
}

// Where a person stands in the conversation with Voice: ids and places only, no message's text.

/** A message to be read aloud; group: of more than two people, or unknown; from: which part of it, when it is long. */
export type Ref = { conversation: string; id: string; group: boolean; from?: number }

/** What "that" is, and where a reply goes. who: the author; for one's own message, whom it went to. */
export type Thing = Ref & { who: string; mine: boolean }

export type State = {
  /** Where reading goes on in the platform's changes, and where the last reading began. */
  after?: string | undefined
  before?: string | undefined
  /** Fetched once, and not read aloud yet. */
  queue: Ref[]
  /** Messages in groups, which wait for a yes. */
  groups: Ref[]
  /** The platform has more. */
  more: boolean
  thing?: Thing | undefined
  /** What Voice asked, and a yes or a text would answer. */
  asks?: 'groups' | 'delete' | 'text' | undefined
}

export const freshState = (): State => ({ queue: [], groups: [], more: false })

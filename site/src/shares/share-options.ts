// What an app says about the things that it shares.
import type { Content } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import type { Html } from '../html.ts'
import type { Person } from '../people/person.ts'
import type { Share } from './share.ts'

/** Something that can go to a friend now. */
export type Thing = {
  /** The app's own name for it, at most 200 characters: shares are listed by it, and `once` counts by it. */
  about: string
  /** "Share a song": title and button of the page that sends it. */
  heading: string
  button: string
  /** What is sent, to the letter; a note of the person becomes its text. */
  content: Content
  /** How the page shows it. */
  view: Html
  /** Whom it goes to; without it the person chooses a friend. */
  to?: { conversation: string; friend: string } | undefined
  /** The likeliest conversation, and why: it stands first, and is not ticked. */
  likely?: { conversation: string; why: string } | undefined
}

export type ShareOptions = {
  /**
   * The thing that the fields of an address (/share?song=3) or of its form name; undefined when there is none. Called again when the form is sent,
   * so it must know the thing by these fields then, too.
   */
  thing: (
    db: DatabaseSync,
    person: Person,
    field: (name: string) => string
  ) => Thing | undefined | Promise<Thing | undefined>
  /** How a page shows what was shared. */
  view: (content: Content) => Html
  /** How often a thing goes out: for each form that is sent, once to each friend, or once at all. */
  once: 'form' | 'friend' | 'ever'
  /** Whether the person may write something with it. */
  note: boolean
  /** Whether answers come in, and whether a share can be deleted from here. */
  replies: boolean
  deletes: boolean
  /** choose: the question for the friend. empty: what the list of shares says while there are none. */
  words: { choose: string; empty: string }
  /** Whether a share that was refused may still be sent again; always unless given. */
  lasts?: (share: Share) => boolean
  /** The page on which a share stands; /shares/<id> unless given. */
  home?: (share: Share) => string
}

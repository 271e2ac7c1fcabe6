// How undoing is said, for what an app deleted and for what it wrote.
import type { UndoWhat } from '../api/shapes.ts'

type Words = {
  heading: (app: string) => string
  none: string
  did: string
  one: string
  many: string
  /** What friends will see. */
  seen: (app: string) => string
  done: (n: string) => string
}

export const undoWords: Record<UndoWhat, Words> = {
  deleted: {
    heading: (app) => `Deleted by ${app}`,
    none: 'Nothing that could be restored. What an app deletes can be restored for 30 days.',
    did: 'deleted',
    one: 'Restore',
    many: 'Restore several',
    seen: (app) =>
      `Everybody in these conversations can read it again, at its old place, and sees that you restored what ${app} had deleted.`,
    done: (n) => `${n} restored`
  },
  written: {
    heading: (app) => `Written by ${app}`,
    none: 'Nothing that could be taken back.',
    did: 'written',
    one: 'Take back',
    many: 'Take back several',
    seen: (app) =>
      `Nobody in these conversations can read it any more. They see that you took back what ${app} wrote. This cannot be undone.`,
    done: (n) => `${n} taken back`
  }
}

// One sentence for a line of Activity.
import type { Activity } from './grant.ts'

export type Told = {
  kind: Activity['kind']
  app: string
  count: number
  /** Of the messages: those that were deleted already when the app read. */
  gone: number
  /** As in "in your conversation with Ben". */
  where: string | undefined
  what: string | undefined
  because: string | null | undefined
}

/** What an entry calls the app: it may be about none, and what somebody hides they may hide from all. */
export const appInSentence = (kind: Activity['kind'], name: string | undefined): string =>
  name ?? (kind === 'withhold' || kind === 'allow' ? 'all apps' : 'An app')

const messages = (n: number): string => (n === 1 ? '1 message' : `${n} messages`)

const readWords = (count: number, gone: number): string => {
  if (count === 0) return 'asked for messages and got none, since they are withheld,'
  if (gone === 0) return `read ${messages(count)}`
  if (gone < count) return `read ${messages(count - gone)}, and saw that ${messages(gone)} had been deleted,`
  return `saw that ${messages(gone)} had been deleted`
}

const ended: Record<string, (app: string) => string> = {
  replaced: (app) => `Your earlier permission for ${app} was replaced by a new one.`,
  expired: (app) => `Your permission for ${app} ended at its time.`,
  unused: (app) => `Your permission for ${app} ended: it was not used for 90 days.`,
  used_once: (app) => `Your permission for ${app} ended: it was for once, and was used.`,
  compromised: (app) =>
    `Your permission for ${app} ended: one of its keys was used twice, so somebody may have a copy. You can connect ${app} again.`
}

export const activitySentence = ({ kind, app, count, gone, where: place, what, because }: Told): string => {
  const where = place === undefined ? '' : ` ${place}`
  switch (kind) {
    case 'list':
      return what === 'friends'
        ? `${app} looked up the names of ${count === 1 ? '1 friend' : `${count} friends`}.`
        : `${app} listed ${count === 1 ? '1 conversation' : `${count} conversations`}.`
    case 'read':
      return `${app} ${readWords(count, gone)}${where}.`
    case 'write':
      return `${app} wrote ${messages(count)}${where}.`
    case 'delete':
      return `${app} deleted ${messages(count)}${where}.`
    case 'give':
      return `You connected ${app}.`
    case 'narrow':
      return `You took back a part of what ${app} may do.`
    case 'pause':
      return `You paused ${app}${where}.`
    case 'resume':
      return `You let ${app} go on${where}.`
    case 'undo':
      return what === 'restore'
        ? `You restored ${messages(count)} that ${app} had deleted${where}.`
        : `You took back ${messages(count)} that ${app} had written${where}.`
    case 'approve':
      return `You let ${app} send a message${where}.`
    case 'deny':
      return `You did not let ${app} send a message${where}.`
    case 'withhold':
      return `You hid your messages${where} from ${app}.`
    case 'allow':
      return `You no longer hide your messages${where} from ${app}.`
    case 'close':
      return `You let no app act${where}.`
    case 'reopen':
      return `You let apps act again${where}.`
    case 'revoke':
      return because === 'given_back' ? `${app} gave its permission back.` : `You revoked your permission for ${app}.`
    case 'end':
      return ended[because ?? '']?.(app) ?? `Your permission for ${app} ended.`
  }
}

// What a bundle shows, in sentences for somebody who has never seen a log.
import type { BundleFacts } from '../evidence/bundle-facts.ts'
import type { Report } from '../evidence/report.ts'

const times = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

export const bundleSentences = ({ verdict, facts: given }: Report): string[] => {
  if (!('origin' in given)) return []
  const facts = given as BundleFacts
  const { origin, size, entries, first, last, whose, witnesses, seenAt, apps, underOthers } = facts
  const span = first === undefined ? '' : `, from ${day(first)} to ${day(last ?? first)}`
  const lines = [
    `This file holds ${times(entries, 'entry', 'entries')}${span}, out of ${size.toLocaleString('en')} in the log ${origin}.`,
    ...whose.map((one) => `It is the record of the ${one}.`),
    witnesses.length > 0 && seenAt !== undefined
      ? `The witnesses ${witnesses.join(' and ')} saw the log in this state at ${seenAt}.`
      : 'No witness that you trust has signed this state of the log.'
  ]
  for (const { name, accesses, messages, permissions, stillLive } of apps) {
    if (accesses === 0 && permissions === 0) continue
    lines.push(
      `${name}: ${times(accesses, 'access', 'accesses')} to ${times(messages, 'message', 'messages')}; ${times(permissions, 'permission', 'permissions')}, ${stillLive} of them not ended.`
    )
  }
  const judged = apps.reduce((sum, { accesses }) => sum + accesses, 0) - underOthers
  if (verdict === 'valid' && judged > 0)
    lines.push(
      `Each of ${times(judged, 'access', 'accesses')} was made under a permission that was live at that moment and allowed it.`
    )
  if (underOthers > 0)
    lines.push(
      `${times(underOthers, 'access', 'accesses')} came under permissions of other people; this file shows that they happened, not that those people allowed them.`
    )
  return lines
}

const day = (time: string): string => time.slice(0, 10)

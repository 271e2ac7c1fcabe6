// A timeline as rows on screen: day separators, the unread line, notices, and messages grouped by writer and app. Pure.
import type { MessageEvent } from '../api/shapes.ts'
import { msBetween, sameDay } from '../clock.ts'
import type { Outgoing } from './outbox.ts'
import type { Notice, Shown } from './timeline.ts'

/** first and last: the ends of a run of messages by one writer in one go. held: does not get out, itself or for one before it. */
export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'notice'; key: string; event: Notice; count: number }
  | { kind: 'message'; key: string; message: MessageEvent; first: boolean; last: boolean }
  | { kind: 'outgoing'; key: string; message: Outgoing; held: boolean; first: boolean; last: boolean }

const runMs = 5 * 60_000

type Line = { at: string; writer: string; app?: string | undefined; refused?: boolean }
const lineOf = (row: Row, me: string): Line | undefined => {
  if (row.kind === 'message') return { at: row.message.at, writer: row.message.person, app: row.message.via?.app }
  if (row.kind === 'outgoing') return { at: row.message.at, writer: me, refused: row.message.state === 'refused' }
  return undefined
}
const oneRun = (a: Line | undefined, b: Line | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.writer === b.writer &&
  a.app === b.app &&
  !a.refused &&
  !b.refused &&
  Math.abs(msBetween(a.at, b.at)) < runMs

/** One after the other, of one app by one person, in one go: they are one line. */
const isSameRestoring = (a: Notice, b: Notice): boolean =>
  a.kind === 'restored' &&
  b.kind === 'restored' &&
  a.person === b.person &&
  a.undid.app === b.undid.app &&
  Math.abs(msBetween(a.at, b.at)) < runMs

/** unreadAfter: the line goes before the first message of somebody else with a higher seq. */
export const rowsOf = (
  shown: Shown[],
  outgoing: readonly Outgoing[],
  me: string,
  unreadAfter: number | undefined
): Row[] => {
  const rows: Row[] = []
  let day: string | undefined
  let lineDrawn = unreadAfter === undefined
  const startDay = (at: string) => {
    if (day === undefined || !sameDay(day, at)) rows.push({ kind: 'day', key: `day-${at}`, at })
    day = at
  }
  const there = new Set<string>()
  for (const event of shown) {
    startDay(event.at)
    if (event.kind !== 'message') {
      const before = rows.at(-1)
      if (before?.kind === 'notice' && isSameRestoring(before.event, event)) before.count++
      else rows.push({ kind: 'notice', key: `notice-${event.seq}`, event, count: 1 })
      continue
    }
    if (!lineDrawn && event.person !== me && event.seq > (unreadAfter ?? 0)) {
      rows.push({ kind: 'unread', key: 'unread' })
      lineDrawn = true
    }
    there.add(event.id)
    rows.push({ kind: 'message', key: event.id, message: event, first: true, last: true })
  }
  const held = outgoing.some((one) => one.state !== 'refused' && one.error !== undefined)
  for (const message of outgoing) {
    if (there.has(message.clientId)) continue
    startDay(message.at)
    rows.push({
      kind: 'outgoing',
      key: message.clientId,
      message,
      held: held && message.state !== 'refused',
      first: true,
      last: true
    })
  }
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1]
    if (
      (row.kind !== 'message' && row.kind !== 'outgoing') ||
      (before?.kind !== 'message' && before?.kind !== 'outgoing')
    )
      continue
    if (oneRun(lineOf(before, me), lineOf(row, me))) before.last = row.first = false
  }
  return rows
}

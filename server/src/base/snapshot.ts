// A PostgreSQL snapshot as a short cursor: which transactions had ended when somebody looked.
import { Refusal } from './refusal.ts'

/**
 * Packs the text of pg_current_snapshot() (xmin:xmax:running,...) as xmin and differences, so that it stays short however large the
 * numbers are.
 */
export const packSnapshot = (snapshot: string): string => {
  const [xmin = '', xmax = '', running = ''] = snapshot.split(':')
  const parts = [BigInt(xmax) - BigInt(xmin)]
  let last = BigInt(xmin)
  for (const xid of running.split(',').filter(Boolean)) {
    parts.push(BigInt(xid) - last)
    last = BigInt(xid)
  }
  return [BigInt(xmin), ...parts].map((n) => n.toString(36)).join('.')
}

const readNumber = (text: string): bigint => {
  if (!/^[0-9a-z]{1,12}$/.test(text)) throw new Refusal('invalid_cursor')
  return [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
}

const xidMax = 2n ** 62n
// The lower half of a transaction number is never zero.
const isXid = (xid: bigint): boolean => xid <= xidMax && (xid & 0xffff_ffffn) !== 0n

/** The reverse; throws invalid_cursor for whatever PostgreSQL would not accept as a snapshot. */
export const unpackSnapshot = (packed: string): string => {
  const [xmin = 0n, length = 0n, ...steps] = packed.split('.').slice(0, 2000).map(readNumber)
  const xmax = xmin + length
  const running: bigint[] = []
  let last = xmin
  for (const [place, step] of steps.entries()) {
    if (step === 0n && place > 0) throw new Refusal('invalid_cursor')
    last += step
    running.push(last)
  }
  if (!isXid(xmin) || !isXid(xmax) || (running.length > 0 && last >= xmax)) throw new Refusal('invalid_cursor')
  return `${xmin}:${xmax}:${running.join(',')}`
}

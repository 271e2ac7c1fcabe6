// Vectors of what Parley's log adds: names, month keys, tags, chains, commitments and entries.
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { commitOwner, commitShared } from '@parley/protocol/log/commitment.ts'
import { formatEntry } from '@parley/protocol/log/entry.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { lidOf, monthsBetween, periodKey, tagOf } from '@parley/protocol/log/party.ts'
import { bytesOf } from './seeds.ts'

const partyVector = (k: Uint8Array) => {
  let link = startChain(lidOf(k))
  const start = toHex(link)
  const links = [new Uint8Array(), bytesOf('entry 1'), bytesOf('entry 2')].map((entry) => {
    const leafHash = hashLeaf(entry)
    link = linkChain(link, leafHash)
    return { leafHash: toHex(leafHash), chain: toHex(link) }
  })
  return {
    k: toHex(k),
    lid: toHex(lidOf(k)),
    months: ['2026-11', '2026-12', '2027-01'].map((month) => {
      const key = periodKey(k, month)
      const tags = [1, 2, 256, 4_294_967_296, 9_007_199_254_740_991].map((i) => ({ i, tag: toHex(tagOf(key, i)) }))
      return { month, key: toHex(key), tags }
    }),
    start,
    links
  }
}

const commitments = () =>
  ['', '{}', '{"who":"Zoë"}', '{ "v": 1 }'].map((text, at) => {
    const salt = bytesOf(`salt ${at}`)
    return { salt: toHex(salt), text, shared: toHex(commitShared(salt, text)), owner: toHex(commitOwner(salt, text)) }
  })

const tags = (count: number) => Array.from({ length: count }, (_, at) => bytesOf(`tag ${at}`).slice(0, 16))

const entries = () =>
  [4, 8, 16].map((count) => {
    const entry = { cs: bytesOf('cs'), co: bytesOf('co'), tags: tags(count) }
    const bytes = formatEntry(entry)
    return {
      bytes: toHex(bytes),
      leafHash: toHex(hashLeaf(bytes)),
      cs: toHex(entry.cs),
      co: toHex(entry.co),
      tags: entry.tags.map(toHex)
    }
  })

const notEntries = () => {
  const good = formatEntry({ cs: bytesOf('cs'), co: bytesOf('co'), tags: tags(4) })
  const withCount = (count: number) =>
    Uint8Array.of(1, count >> 8, count & 255, ...good.slice(3, 67), ...new Uint8Array(count * 16))
  const cases: [string, Uint8Array][] = [
    ['nothing', new Uint8Array()],
    ['another version', good.with(0, 2)],
    ['a byte too few', good.slice(0, -1)],
    ['a byte too many', Uint8Array.of(...good, 0)],
    ['no tags', withCount(0)],
    ['two tags', withCount(2)],
    ['six tags', withCount(6)],
    ['4,096 tags that are not there', good.with(1, 16).with(2, 0)],
    ['fewer tags than it says', good.with(2, 8)],
    ['more tags than it says', Uint8Array.of(...good, ...new Uint8Array(64))]
  ]
  return cases.map(([because, bytes]) => ({ because, bytes: toHex(bytes) }))
}

export const partyVectors = () => ({
  parties: [Uint8Array.from({ length: 32 }, (_, at) => at), bytesOf('k')].map(partyVector),
  monthRanges: [
    ['2026-11', '2026-11'],
    ['2026-11', '2027-02'],
    ['2026-12', '2026-11']
  ].map(([first, last]) => ({ first: first!, last: last!, months: monthsBetween(first!, last!) })),
  commitments: commitments(),
  entries: entries(),
  notEntries: notEntries()
})

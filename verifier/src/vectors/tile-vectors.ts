// Vectors of tiles, entry bundles and proofs of one entry, as C2SP tlog-tiles and tlog-proof have them.
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { joinBytes } from '@parley/protocol/log/bytes.ts'
import { formatEntryBundle } from '@parley/protocol/log/entry-bundle.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { tilePath, tilesOf } from '@parley/protocol/log/tile-path.ts'
import { formatTlogProof } from '@parley/protocol/log/tlog-proof.ts'
import { bytesOf } from './seeds.ts'

const paths = () => {
  const tiles = [
    { level: 0, index: 0, width: 256 },
    { level: 0, index: 0, width: 1 },
    { level: 1, index: 999, width: 255 },
    { level: 0, index: 1_234_067, width: 256 },
    { level: 63, index: 1000, width: 9 },
    { level: 'entries' as const, index: 12, width: 256 },
    { level: 'entries' as const, index: 1_000_000, width: 70 }
  ]
  return tiles.map((tile) => ({ ...tile, path: tilePath(tile) }))
}

const notPaths = [
  'tile/00/000',
  'tile/64/000',
  'tile/0/00',
  'tile/0/1234',
  'tile/0/x000/001',
  'tile/0/x001/234/067',
  'tile/0/000.p/0',
  'tile/0/000.p/256',
  'tile/0/000.p/01',
  'tile/0/000/../001',
  'tile/0/000.p',
  '/tile/0/000',
  'tile/data/000'
]

const trees = () =>
  [1, 255, 256, 257, 70_000].map((size) => ({
    size,
    tiles: (['entries', 0, 1, 2] as const).flatMap((level) =>
      tilesOf(level, size)
        .slice(-2)
        .map((tile) => tilePath(tile))
    )
  }))

const entryBundles = () => {
  const bundles = [[], [new Uint8Array()], [bytesOf('one').slice(0, 3), bytesOf('two')], [new Uint8Array(300)]]
  return bundles.map((entries) => ({ entries: entries.map(toHex), bytes: toHex(formatEntryBundle(entries)) }))
}

const notEntryBundles = () => {
  const bytes = formatEntryBundle([bytesOf('one')])
  return [bytes.slice(0, -1), bytes.slice(0, 1), joinBytes(bytes, Uint8Array.of(0)), Uint8Array.of(255, 255)].map(toHex)
}

const checkpoint = `parley.example/log1\n9\n${toBase64(bytesOf('root'))}\n\n— parley.example/log1 AAAAAAA=\n`

const proofs = () => {
  const path = ['a', 'b', 'c', 'd'].map(bytesOf)
  const all = [
    { index: 0, path: [], checkpoint },
    { index: 8, path, checkpoint },
    { extra: Uint8Array.of(1, 2, 3), index: 3, path, checkpoint }
  ]
  return all.map((proof) => ({
    text: formatTlogProof(proof),
    index: proof.index,
    path: proof.path.map(toBase64),
    checkpoint,
    ...('extra' in proof && { extra: toBase64(proof.extra) })
  }))
}

const notProofs = () => {
  const good = formatTlogProof({ index: 8, path: [bytesOf('a')], checkpoint })
  const cases: [string, string][] = [
    ['another version', good.replace('@v1', '@v2')],
    ['a leading zero', good.replace('index 8', 'index 08')],
    ['no index', good.replace('index 8\n', '')],
    ['a hash of 31 bytes', good.replace(/\n[A-Za-z0-9+/]{43}=\n\n/, `\n${toBase64(bytesOf('a').slice(1))}\n\n`)],
    ['extra that is no base64', good.replace('index 8', 'extra !\nindex 8')],
    ['no checkpoint', good.slice(0, good.indexOf('\n\n'))]
  ]
  return cases.map(([because, text]) => ({ because, text }))
}

export const tileVectors = () => ({
  paths: paths(),
  notPaths,
  trees: trees(),
  entryBundles: entryBundles(),
  notEntryBundles: notEntryBundles(),
  proofs: proofs(),
  notProofs: notProofs()
})

// Tiles, bundles, proofs, entries and texts are read as written, and nothing else is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { linkChain, startChain } from './chain.ts'
import { checkInclusion } from './check-inclusion.ts'
import { commitShared } from './commitment.ts'
import { formatEntryBundle, parseEntryBundle } from './entry-bundle.ts'
import { formatEntry, parseEntry, tagCount } from './entry.ts'
import { parseOwner, parseShared } from './entry-texts.ts'
import { FieldError } from './fields.ts'
import { formatHead, parseHead } from './head-text.ts'
import { toHex } from './hex.ts'
import { rangeHashOf } from './make-proof.ts'
import { hashLeaf } from './merkle-hash.ts'
import { merkleRoot } from './merkle-root.ts'
import { lidOf, monthsBetween, periodKey, tagOf } from './party.ts'
import { inclusionRanges, consistencyRanges } from './proof-ranges.ts'
import { formatReceipt, parseReceipt } from './receipt-text.ts'
import { JsonError, parseStrictJson } from './strict-json.ts'
import { formatTagAnswer, parseTagAnswer } from './tag-answer-text.ts'
import { hashOfRange } from './tile-hash.ts'
import { parseTilePath, type Tile, tilePath, tilesOf } from './tile-path.ts'
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts'
import { toUtf8 } from './utf8.ts'

test('tile paths are those of the standard', () => {
  assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067')
  assert.equal(tilePath({ level: 'entries', index: 0, width: 5 }), 'tile/entries/000.p/5')
  const wrong = [
    'tile/00/000',
    'tile/0/x000/001',
    'tile/0/1234',
    'tile/0/000.p/256',
    'tile/0/000.p/0',
    'tile/64/000',
    'tile/0/000/../1'
  ]
  for (const path of wrong) assert.equal(parseTilePath(path), undefined, path)
  fc.assert(
    fc.property(fc.nat({ max: 63 }), fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
      assert.deepEqual(parseTilePath(tilePath({ level, index, width })), { level, index, width })
    })
  )
})

test('a tree of 70,000 has the tiles that the standard names', () => {
  const at = (level: number | 'entries') => tilesOf(level, 70_000)
  assert.deepEqual([at(0).length, at(0).at(-1)?.width], [274, 112])
  assert.deepEqual([at(1).length, at(1).at(-1)?.width], [2, 17])
  assert.deepEqual(at(2), [{ level: 2, index: 0, width: 1 }])
  assert.deepEqual(at(3), [])
  assert.equal(at('entries').length, 274)
  assert.deepEqual(tilesOf(1, 256), [{ level: 1, index: 0, width: 1 }])
})

test('proofs from tiles are those from all leaves', async () => {
  const size = 700
  const leaves = Array.from({ length: size }, (_, at) => hashLeaf(toUtf8(String(at))))
  const ofTile = ({ level, index, width }: Tile): Uint8Array => {
    assert.notEqual(level, 'entries')
    const span = 256 ** Number(level)
    const hashes = Array.from({ length: width }, (_, at) => {
      const start = (index * 256 + at) * span
      assert.ok(start + span <= size)
      return merkleRoot(leaves, start, start + span)
    })
    return Buffer.concat(hashes)
  }
  const direct = rangeHashOf(leaves)
  for (const index of [0, 255, 256, 511, 512, 699]) {
    const ranges = inclusionRanges(index, size)
    const path = await Promise.all(ranges.map((range) => hashOfRange(range, size, ofTile)))
    assert.deepEqual(
      path.map(toHex),
      ranges.map((range) => toHex(direct(range)))
    )
    assert.ok(checkInclusion({ index, size, leafHash: leaves[index]!, path }, merkleRoot(leaves)))
  }
  for (const older of [1, 256, 300, 699])
    for (const range of consistencyRanges(older, size))
      assert.deepEqual(toHex(await hashOfRange(range, size, ofTile)), toHex(direct(range)))
})

test('entry bundles are read as written, and cut ones not at all', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), (entries) => {
      const bytes = formatEntryBundle(entries)
      assert.deepEqual(parseEntryBundle(bytes)?.map(toHex), entries.map(toHex))
      if (bytes.length > 0 && entries.at(-1)!.length > 0) assert.equal(parseEntryBundle(bytes.slice(0, -1)), undefined)
    })
  )
})

test('a proof of one entry is read as written', () => {
  const checkpoint = 'log.example\n9\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— log.example AAAAAAA=\n'
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(
      fc.option(fc.uint8Array(), { nil: undefined }),
      fc.maxSafeNat(),
      fc.array(hash, { maxLength: 9 }),
      (extra, index, path) => {
        const proof = { ...(extra && { extra }), index, path, checkpoint }
        assert.deepEqual(parseTlogProof(formatTlogProof(proof)), proof)
      }
    )
  )
  for (const text of [
    '',
    'c2sp.org/tlog-proof@v2\nindex 1\n\nx',
    'c2sp.org/tlog-proof@v1\nindex 01\n\nx',
    'c2sp.org/tlog-proof@v1\n\nx'
  ])
    assert.equal(parseTlogProof(text), undefined, text)
})

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const distinctTags = (count: number) =>
  fc.uniqueArray(bytes(16), { minLength: count, maxLength: count, selector: (tag) => toHex(tag) })

test('an entry is read as written, and no other bytes are an entry', () => {
  fc.assert(
    fc.property(bytes(32), bytes(32), fc.constantFrom(4, 8, 16).chain(distinctTags), (cs, co, tags) => {
      const entry = formatEntry({ cs, co, tags })
      const read = parseEntry(entry)
      assert.deepEqual(
        [read?.cs, read?.co, read?.tags],
        [cs, co, tags].map((part) => part)
      )
      assert.equal(parseEntry(entry.slice(1)), undefined)
      assert.equal(parseEntry(entry.slice(0, -1)), undefined)
      assert.equal(parseEntry(Buffer.concat([entry, new Uint8Array(16)])), undefined)
      for (const [at, value] of [
        [0, 2],
        [1, 9],
        [2, 3],
        [2, 5],
        [2, 2]
      ] as const)
        assert.equal(parseEntry(entry.with(at, value)), undefined)
    })
  )
  assert.deepEqual([1, 4, 5, 9, 2048].map(tagCount), [4, 4, 8, 16, 2048])
  assert.throws(() => tagCount(2049), RangeError)
})

test('names, month keys, tags, chains and commitments are the ones that the specification shows', () => {
  const k = Uint8Array.from({ length: 32 }, (_, at) => at)
  // Made with Python's hashlib and hmac.
  assert.equal(toHex(lidOf(k)), 'd51897b91fd51ad85a55395b24da70b373364954491c3e37046fea90549a22ee')
  const month = periodKey(k, '2026-11')
  assert.equal(toHex(month), 'de780f5a3deb1c18dc19b9fd7276d5ca98bd768266dbb44d62c868042953e9fc')
  assert.equal(toHex(tagOf(month, 1)), 'dd364bb366578e06573714e5cfbee407')
  const start = startChain(lidOf(k))
  assert.equal(toHex(start), '6c0da9a3331327a188ad268936c99c1eb309465ab3f4ee663af41bea3bdf0c4c')
  assert.equal(
    toHex(linkChain(start, hashLeaf(new Uint8Array()))),
    '2e1ed7c0f414b740e70a284a5c2ca2a90f655471a4065d7debc498bbf0ab8773'
  )
  assert.equal(
    toHex(commitShared(new Uint8Array(32), '{}')),
    '8a2bce09b2fd74db9a44634379382e943dec55a7b0deee2d225bedf1eea25596'
  )
  assert.notDeepEqual(tagOf(month, 1), tagOf(month, 2))
  assert.notDeepEqual(tagOf(month, 1), tagOf(periodKey(k, '2026-12'), 1))
  assert.deepEqual(monthsBetween('2026-11', '2027-02'), ['2026-11', '2026-12', '2027-01', '2027-02'])
  assert.deepEqual(monthsBetween('2026-11', '2026-10'), [])
})

test('head notes, receipts and answers about tags are read as written', () => {
  const hash = bytes(32)
  fc.assert(
    fc.property(
      hash,
      hash,
      bytes(16),
      fc.maxSafeNat(),
      fc.uniqueArray(fc.nat({ max: 1000 })),
      (a, b, tag, n, places) => {
        const head = { origin: 'log.example/log1', lid: a, n, chain: b, size: n, root: a }
        assert.deepEqual(parseHead(formatHead(head)), head)
        const indexes = places.toSorted((x, y) => x - y)
        const answer = { origin: 'log.example/log1', tag, size: 1001, root: b, indexes }
        assert.deepEqual(parseTagAnswer(formatTagAnswer(answer)), answer)
        const id = '01234567-89ab-4cde-8f01-23456789abcd'
        const receipt = {
          origin: 'log.example/log1',
          event: id,
          commitment: a,
          at: '2026-11-24T10:00:00.123456+00:00',
          logBy: '2026-11-24T10:01:00Z'
        }
        for (const grant of [id, null])
          assert.deepEqual(parseReceipt(formatReceipt({ ...receipt, grant })), { ...receipt, grant })
      }
    )
  )
})

test('JSON that two readers could read differently is refused', () => {
  const wrong = [
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '9007199254740992',
    '1.0',
    '1e3',
    '-0',
    '01',
    '+1',
    '',
    ' ',
    '[1,]',
    '{"a"}',
    '{,}',
    '"\t"',
    '"\\x"',
    '"a',
    '"\\ud800"',
    '\ud800',
    '[1] 2',
    'nul',
    '{"__proto__":1}',
    '{"constructor":1,"constructor":2}',
    'NaN',
    "'a'",
    '{"a":1 "b":2}',
    `${'['.repeat(9)}${']'.repeat(9)}`
  ]
  for (const text of wrong) assert.throws(() => parseStrictJson(text), JsonError, text)
  assert.throws(() => parseStrictJson('[1,2]', { charactersMax: 4, depthMax: 1 }), JsonError)
})

test('other JSON is read as everybody reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = JSON.stringify(value, (_, one: unknown) =>
        typeof one === 'number' ? Math.trunc(one % 1e15) + 0 || 0 : one
      )
      const read: unknown = parseStrictJson(text)
      assert.equal(JSON.stringify(read), JSON.stringify(JSON.parse(text)))
    })
  )
})

const id = '01234567-89ab-4cde-8f01-23456789abcd'
const lid = 'ab'.repeat(32)

test('the texts that the platform writes are understood', () => {
  // As PostgreSQL's json_build_object writes them, and as strings put together.
  const give = parseShared(
    `{"v" : 1, "t" : "give", "id" : "${id}", "at" : "2026-11-24T23:46:01.123456+00:00", "app" : "${lid}"}`
  )
  assert.equal(give.frame, 'grant')
  const grant = parseOwner(
    'grant',
    `{"g" : "${id}", "who" : "${lid}", "because" : null, "answers" : {"actions" : ["read"], "friends" : false, "all" : false, "conversations" : [["${id}",7]], "own" : false, "history" : false, "until" : "hour", "ends" : "2026-11-25T00:46:01+00:00", "why" : "dpv:RequestedServiceProvision"}, "consent" : "${lid}"}`
  )
  assert.deepEqual(grant.answers.conversations, [{ conversation: id, fromSeq: 7 }])
  const commitment = `${'A'.repeat(43)}=`
  const read = parseShared(
    `{"v":1,"t":"read","id":"${id}","at":"2026-11-24T23:46:01.123456+00:00","app":"${lid}","who":"${lid}","conv":"${id}","n":2,"from":["${lid}",""]}`
  )
  assert.equal(read.frame, 'access')
  const owner = parseOwner(
    'access',
    `{"g":"${id}","who":"${lid}","from":["${lid}",""],"items":[["${id}",0,"${commitment}",0,11,null],["${id}",1,"${commitment}",1,12,"${id}"]],"req":null,"why":"x"}`
  )
  assert.deepEqual(
    owner.items.map(({ isDeleted, seq, answers }) => [isDeleted, seq, answers]),
    [
      [false, 11, null],
      [true, 12, id]
    ]
  )
})

test('texts of another version, with an unknown field or without a needed one are refused', () => {
  const good = { v: 1, t: 'open', id, at: '2026-11-24T23:46:01Z' }
  assert.equal(parseShared(JSON.stringify(good)).t, 'open')
  const { at: _, ...short } = good
  for (const text of [
    { ...good, v: 2 },
    { ...good, more: 1 },
    short,
    { ...good, t: 'toString' },
    { ...good, at: 'now' },
    { ...good, id: 'x' },
    null,
    []
  ])
    assert.throws(() => parseShared(JSON.stringify(text)), FieldError, JSON.stringify(text))
})

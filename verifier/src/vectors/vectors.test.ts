// The stored vectors are what the generator makes, and this code agrees with every one of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromBase64, toBase64 } from '@parley/protocol/log/base64.ts'
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { checkConsistency } from '@parley/protocol/log/check-consistency.ts'
import { checkInclusion } from '@parley/protocol/log/check-inclusion.ts'
import { formatCheckpoint, parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { commitOwner, commitShared } from '@parley/protocol/log/commitment.ts'
import { ed25519CosignedMessage, mlDsa44CosignedMessage } from '@parley/protocol/log/cosigned-message.ts'
import { formatEntryBundle, parseEntryBundle } from '@parley/protocol/log/entry-bundle.ts'
import { formatEntry, parseEntry } from '@parley/protocol/log/entry.ts'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { FieldError } from '@parley/protocol/log/fields.ts'
import { grantChallenge } from '@parley/protocol/log/grant-challenge.ts'
import { parseHead } from '@parley/protocol/log/head-text.ts'
import { fromHex, toHex } from '@parley/protocol/log/hex.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { merkleRoot } from '@parley/protocol/log/merkle-root.ts'
import { formatNote, parseNote } from '@parley/protocol/log/note.ts'
import { lidOf, monthsBetween, periodKey, tagOf } from '@parley/protocol/log/party.ts'
import { parsePolicy, PolicyError, quorumMet } from '@parley/protocol/log/policy.ts'
import { parseReceipt, receiptCommitment } from '@parley/protocol/log/receipt-text.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { JsonError, parseStrictJson } from '@parley/protocol/log/strict-json.ts'
import { parseTagAnswer } from '@parley/protocol/log/tag-answer-text.ts'
import { parseTilePath, tilePath, tilesOf } from '@parley/protocol/log/tile-path.ts'
import { formatTlogProof, parseTlogProof } from '@parley/protocol/log/tlog-proof.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { formatVerifierKey, parseVerifierKey, signatureTypes } from '@parley/protocol/log/verifier-key.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import { checkMlDsa44 } from '../check-ml-dsa-44.ts'
import { checkBundle } from '../evidence/check-bundle.ts'
import { passkeyProblem } from '@parley/protocol/log/passkey-problem.ts'
import { readProof } from '@parley/protocol/log/read-proof.ts'
import { allVectors, keptFile } from './all-vectors.ts'
import type { BundleVector } from './bundle-vectors.ts'
import type { consentVectors } from './consent-vectors.ts'
import type { merkleVectors } from './merkle-vectors.ts'
import type { signedVectors } from './note-vectors.ts'
import type { partyVectors } from './party-vectors.ts'
import type { statementVectors } from './statement-vectors.ts'
import { storedText, storedVectors } from './stored-vectors.ts'
import type { textVectors } from './text-vectors.ts'
import type { tileVectors } from './tile-vectors.ts'

const hex = (text: string): Uint8Array => fromHex(text) ?? assert.fail(text)
const base64 = (text: string): Uint8Array => fromBase64(text) ?? assert.fail(text)
const keyOf = (text: string) => parseVerifierKey(text) ?? assert.fail(text)
const noteOf = (text: string) => parseNote(text) ?? assert.fail(text)

test('the stored vectors are the ones that the generator makes', async () => {
  const files = await allVectors(storedVectors(keptFile) as Record<string, string>)
  for (const [name, text] of files)
    assert.ok(storedText(name) === text, `${name}: run node verifier/src/vectors/generate.ts`)
})

test('trees: roots, inclusion and consistency', () => {
  const { leaves, leafHashes, roots, inclusion, consistency } = storedVectors('merkle.json') as ReturnType<
    typeof merkleVectors
  >
  assert.deepEqual(
    leaves.map((leaf) => toHex(hashLeaf(hex(leaf)))),
    leafHashes
  )
  for (const [size, root] of roots.entries()) assert.equal(toHex(merkleRoot(leafHashes.map(hex), 0, size)), root)
  for (const { name, index, size, leafHash, path, root, holds } of inclusion) {
    const one = { index, size, leafHash: hex(leafHash), path: path.map(hex) }
    assert.equal(checkInclusion(one, hex(root)), holds, name)
  }
  for (const { name, older, newer, proof, holds } of consistency) {
    const [from, to] = [older, newer].map(({ size, root }) => ({ size, root: hex(root) }))
    assert.equal(checkConsistency(from!, to!, proof.map(hex)), holds, name)
  }
})

type Signed = Awaited<ReturnType<typeof signedVectors>>

test('keys, notes and checkpoints', async () => {
  const vectors = storedVectors('notes.json') as Signed
  for (const { vkey, name, id, type, publicKey } of vectors.keys) {
    const key = keyOf(vkey)
    assert.deepEqual([key.name, toHex(key.id), key.type, toHex(key.publicKey)], [name, id, type, publicKey])
    assert.equal(formatVerifierKey(key), vkey)
  }
  for (const { because, vkey } of vectors.notKeys) assert.equal(parseVerifierKey(vkey), undefined, because)
  for (const { name, note, keys, good, wrong } of vectors.notes) {
    assert.equal(formatNote(noteOf(note)), note)
    const verdict = await verifyNote(noteOf(note), keys.map(keyOf))
    assert.deepEqual(
      verdict.good.map(({ key }) => formatVerifierKey(key)),
      good,
      name
    )
    assert.deepEqual(
      verdict.bad.map(({ key }) => formatVerifierKey(key)),
      wrong,
      name
    )
  }
  const { note, text, signatures } = vectors.published
  assert.deepEqual([noteOf(note).text, noteOf(note).signatures.length], [text, signatures])
  for (const { because, note: broken } of vectors.notNotes) assert.equal(parseNote(broken), undefined, because)
  for (const one of vectors.checkpoints) assert.equal(formatCheckpoint(parseCheckpoint(one) ?? assert.fail(one)), one)
  for (const { because, text: broken } of vectors.notCheckpoints)
    assert.equal(parseCheckpoint(broken), undefined, because)
})

test('cosignatures and policies', async () => {
  const vectors = storedVectors('notes.json') as Signed
  for (const { vkey, timeSeconds, checkpoint, message, note } of vectors.cosignatures) {
    const key = keyOf(vkey)
    const made =
      key.type === signatureTypes.mlDsa44Cosignature.byte
        ? mlDsa44CosignedMessage(checkpoint, timeSeconds, key.name)
        : ed25519CosignedMessage(checkpoint, timeSeconds)
    assert.equal(toHex(made ?? assert.fail()), message)
    assert.deepEqual((await verifyNote(noteOf(note), [key], checkMlDsa44)).good, [{ key, timeSeconds }])
  }
  for (const { policy, signed, isMet } of vectors.policies) {
    const read = parsePolicy(policy)
    const keys = [...read.witnesses.values()].map(({ key }) => key)
    assert.equal(
      quorumMet(
        read,
        keys.filter((key) => signed.includes(formatVerifierKey(key)))
      ),
      isMet
    )
  }
  for (const { because, policy } of vectors.notPolicies) assert.throws(() => parsePolicy(policy), PolicyError, because)
})

test('tiles, entry bundles and proofs of one entry', () => {
  const vectors = storedVectors('tiles.json') as ReturnType<typeof tileVectors>
  for (const { path, ...tile } of vectors.paths) {
    assert.equal(tilePath(tile), path)
    assert.deepEqual(parseTilePath(path), tile)
  }
  for (const path of vectors.notPaths) assert.equal(parseTilePath(path), undefined, path)
  for (const { size, tiles } of vectors.trees) {
    const last = (['entries', 0, 1, 2] as const).flatMap((level) => tilesOf(level, size).slice(-2))
    assert.deepEqual(
      last.map((tile) => tilePath(tile)),
      tiles
    )
  }
  for (const { entries, bytes } of vectors.entryBundles) {
    assert.deepEqual(parseEntryBundle(hex(bytes))?.map(toHex), entries)
    assert.equal(toHex(formatEntryBundle(entries.map(hex))), bytes)
  }
  for (const bytes of vectors.notEntryBundles) assert.equal(parseEntryBundle(hex(bytes)), undefined, bytes)
  for (const { text, index, path, checkpoint, extra } of vectors.proofs) {
    const read = parseTlogProof(text) ?? assert.fail(text)
    assert.deepEqual([read.index, read.path.map(toBase64), read.checkpoint], [index, path, checkpoint])
    assert.equal(read.extra && toBase64(read.extra), extra)
    assert.equal(formatTlogProof(read), text)
  }
  for (const { because, text } of vectors.notProofs) assert.equal(parseTlogProof(text), undefined, because)
})

test('names, month keys, tags, chains, commitments and entries', () => {
  const vectors = storedVectors('parties.json') as ReturnType<typeof partyVectors>
  for (const { k, lid, months, start, links } of vectors.parties) {
    assert.equal(toHex(lidOf(hex(k))), lid)
    for (const { month, key, tags } of months) {
      assert.equal(toHex(periodKey(hex(k), month)), key)
      for (const { i, tag } of tags) assert.equal(toHex(tagOf(hex(key), i)), tag)
    }
    let link = startChain(hex(lid))
    assert.equal(toHex(link), start)
    for (const { leafHash, chain } of links) {
      link = linkChain(link, hex(leafHash))
      assert.equal(toHex(link), chain)
    }
  }
  for (const { first, last, months } of vectors.monthRanges) assert.deepEqual(monthsBetween(first, last), months)
  for (const { salt, text, shared, owner } of vectors.commitments) {
    assert.equal(toHex(commitShared(hex(salt), text)), shared)
    assert.equal(toHex(commitOwner(hex(salt), text)), owner)
  }
  for (const { bytes, leafHash, cs, co, tags } of vectors.entries) {
    const entry = parseEntry(hex(bytes)) ?? assert.fail()
    assert.deepEqual([toHex(entry.cs), toHex(entry.co), entry.tags.map(toHex)], [cs, co, tags])
    assert.deepEqual([toHex(formatEntry(entry)), toHex(hashLeaf(hex(bytes)))], [bytes, leafHash])
  }
  for (const { because, bytes } of vectors.notEntries) assert.equal(parseEntry(hex(bytes)), undefined, because)
})

const isRefused = (error: unknown) => error instanceof FieldError || error instanceof JsonError

test('texts and JSON', () => {
  const vectors = storedVectors('texts.json') as ReturnType<typeof textVectors>
  const both = ({ shared, owner }: { shared: string; owner?: string }) => {
    const { frame } = parseShared(shared)
    if (owner !== undefined) parseOwner(frame, owner)
  }
  for (const one of vectors.valid) both(one)
  for (const one of vectors.invalid) assert.throws(() => both(one), isRefused, one.because)
  for (const one of vectors.json) assert.deepEqual(parseStrictJson(one), JSON.parse(one))
  for (const { because, text } of vectors.notJson) assert.throws(() => parseStrictJson(text), isRefused, because)
})

test('heads, receipts and answers about tags', async () => {
  const vectors = storedVectors('statements.json') as Awaited<ReturnType<typeof statementVectors>>
  for (const { vkey, text, note } of [...vectors.heads, ...vectors.receipts, ...vectors.tagAnswers]) {
    assert.equal(noteOf(note).text, text)
    assert.equal((await verifyNote(noteOf(note), [keyOf(vkey)])).good.length, 1)
  }
  for (const { text, origin, lid, n, chain, size, root } of vectors.heads)
    assert.deepEqual(parseHead(text), { origin, lid: hex(lid), n, chain: base64(chain), size, root: base64(root) })
  for (const { text, event, cs, co, grant } of vectors.receipts) {
    const receipt = parseReceipt(text)
    assert.deepEqual([receipt?.event, receipt?.grant], [event, grant])
    assert.deepEqual(receipt?.commitment, receiptCommitment(hex(cs), hex(co)))
  }
  for (const { text, origin, tag, size, root, indexes } of vectors.tagAnswers)
    assert.deepEqual(parseTagAnswer(text), { origin, tag: hex(tag), size, root: base64(root), indexes })
  for (const { because, text } of vectors.notHeads) assert.equal(parseHead(text), undefined, because)
  for (const { because, text } of vectors.notReceipts) assert.equal(parseReceipt(text), undefined, because)
  for (const { because, text } of vectors.notTagAnswers) assert.equal(parseTagAnswer(text), undefined, because)
})

test('what passkeys sign, and the proofs of apps', async () => {
  const { grants, passkeys, proofs } = storedVectors('consents.json') as Awaited<ReturnType<typeof consentVectors>>
  for (const { app, owner, lines, challenge } of grants) {
    assert.equal(toHex(grantChallenge(app, parseOwner('grant', owner))), challenge)
    assert.equal(toHex(sha256(toUtf8(`parley/consent/v1\n${lines}`))), challenge)
  }
  for (const { name, app, owner, spki, signed, signedHash, isGood } of passkeys) {
    assert.equal(toHex(sha256(toUtf8(signed))), signedHash)
    const problem = await passkeyProblem(signed, app, parseOwner('grant', owner), () => spki)
    assert.equal(problem === undefined, isGood, name)
  }
  for (const { name, proof: text, req, isGood, ...says } of proofs) {
    assert.equal(toHex(sha256(toUtf8(text))), req)
    const proof = await readProof(text)
    assert.equal(proof !== undefined, isGood, name)
    if (!proof) continue
    const { jkt, method, url, issuedSeconds } = proof
    assert.deepEqual({ jkt, method, url, issuedSeconds }, says)
  }
})

for (const { name, file, policy, mirrors, lid, now, expect } of storedVectors('bundles.json') as BundleVector[]) {
  test(`the evidence ${name} is ${expect.verdict}${expect.check ? ` by ${expect.check}` : ''}`, async () => {
    const { verdict, findings } = await checkBundle(storedText(file), {
      policy: parsePolicy(policy),
      nowMs: Date.parse(now),
      mirrors: mirrors.map(keyOf),
      receiptKeys: [],
      receipts: [],
      ...(lid !== undefined && { lid })
    })
    assert.equal(verdict, expect.verdict, JSON.stringify(findings))
    const found = findings.filter(({ level }) => level !== 'remark')
    if (!expect.check) assert.deepEqual(found, [])
    else assert.ok(found.some(({ check, level }) => check === expect.check && level === expect.level))
  })
}

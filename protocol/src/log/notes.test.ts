// Notes, checkpoints, cosignatures and policies: the published examples verify, and nothing else does.
import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, sign as nodeSign, verify as nodeVerify } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromBase64, toBase64 } from './base64.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { formatNote, parseNote } from './note.ts'
import { parsePolicy, PolicyError, quorumMet } from './policy.ts'
import { makeEd25519Signer, signNote } from './sign-note.ts'
import type { CheckMlDsa44 } from './signature-check.ts'
import { formatVerifierKey, makeVerifierKey, parseVerifierKey, signatureTypes } from './verifier-key.ts'
import { verifyNote } from './verify-note.ts'

const keyOf = (text: string) => parseVerifierKey(text) ?? assert.fail(text)
const noteOf = (text: string) => parseNote(text) ?? assert.fail(text)

// The example of golang.org/x/mod/sumdb/note.
const neumannKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const neumann = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`
// The example of C2SP signed-note, whose text has an empty line of its own.
const salvatore = `Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
`
// The example of C2SP tlog-cosignature.
const sofa = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`

test('the published example of a signed note verifies with its key', async () => {
  const verdict = await verifyNote(noteOf(neumann), [keyOf(neumannKey)])
  assert.equal(verdict.good.length, 1)
  assert.deepEqual(verdict.bad, [])
  assert.equal(formatVerifierKey(keyOf(neumannKey)), neumannKey)
})

test('published notes are read and written byte for byte', () => {
  for (const note of [neumann, salvatore, sofa]) assert.equal(formatNote(noteOf(note)), note)
  assert.equal(noteOf(salvatore).text.split('\n').length, 5)
  const checkpoint = parseCheckpoint(noteOf(sofa).text)
  assert.ok(checkpoint)
  assert.deepEqual([checkpoint.origin, checkpoint.size], ['example.com/behind-the-sofa', 20852163])
  assert.equal(formatCheckpoint(checkpoint), noteOf(sofa).text)
})

test('a note with any character changed does not verify', async () => {
  const key = keyOf(neumannKey)
  await fc.assert(
    fc.asyncProperty(fc.nat(neumann.length - 1), fc.constantFrom('x', 'A', '\n', ' ', '—', '='), async (at, other) => {
      const changed = neumann.slice(0, at) + other + neumann.slice(at + 1)
      if (changed === neumann) return
      const note = parseNote(changed)
      if (note) assert.deepEqual((await verifyNote(note, [key])).good, [])
    }),
    { numRuns: 300 }
  )
})

test('what is not a signed note is not read as one', () => {
  const signature = neumann.slice(neumann.indexOf('—'))
  const none = [
    '',
    'a\n',
    `a\n\n`,
    `a\n${signature}`,
    `a\n\n${signature.trimEnd()}`,
    `a\u0007\n\n${signature}`,
    `a\r\n\n${signature}`,
    `a\n\n- x AAAAAAA=\n`,
    `a\n\n— x+y AAAAAAA=\n`,
    `a\n\n— x\u00a0y AAAAAAA=\n`,
    `a\n\n— x AAAA\n`,
    `a\n\n— x AAAAAAA\n`,
    `a\n\n${signature}more\n`,
    `a\ud800\n\n${signature}`
  ]
  for (const text of none) assert.equal(parseNote(text), undefined, JSON.stringify(text))
})

test('what is not a checkpoint is not read as one', () => {
  const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='
  const none = [
    `o\n1\n${root}`,
    `o\n01\n${root}\n`,
    `o\n-1\n${root}\n`,
    `o\n9007199254740992\n${root}\n`,
    `\n1\n${root}\n`,
    `o\n1\n${root.slice(4)}\n`,
    `o\n1\n${root}\n\n`,
    `o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n`
  ]
  for (const text of none) assert.equal(parseCheckpoint(text), undefined, JSON.stringify(text))
  assert.deepEqual(parseCheckpoint(`o\n0\n${root}\nmore\n`)?.extensions, ['more'])
})

test('keys whose ID is not theirs, or of an unknown type, are refused', () => {
  assert.equal(parseVerifierKey(neumannKey.replace('c74f20a3', 'c74f20a4')), undefined)
  assert.equal(parseVerifierKey(neumannKey.replace('+ARpc', '+AxpC')), undefined)
  assert.equal(parseVerifierKey(neumannKey.replace('PeterNeumann', 'Peter Neumann')), undefined)
  assert.equal(parseVerifierKey(neumannKey.slice(0, -4)), undefined)
})

const makeSigner = async (name: string, type: number = signatureTypes.ed25519.byte) =>
  makeEd25519Signer(name, await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']), type)

const text = formatCheckpoint({ origin: 'log.example', size: 7, root: new Uint8Array(32), extensions: [] })

test('a log and its witnesses sign one checkpoint, and a witness says when', async () => {
  const log = await makeSigner('log.example')
  const witness = await makeSigner('w1.example', signatureTypes.ed25519Cosignature.byte)
  const note = noteOf(
    formatNote({ text, signatures: [await signNote(text, log), await signNote(text, witness, 1_700_000_000)] })
  )
  const { good, bad } = await verifyNote(note, [witness.key, log.key])
  assert.deepEqual(good, [{ key: log.key }, { key: witness.key, timeSeconds: 1_700_000_000 }])
  assert.deepEqual(bad, [])
  // The time is signed, too.
  const later = { ...note, signatures: note.signatures.map((line) => ({ ...line, signature: line.signature.slice() })) }
  later.signatures[1]!.signature[7]! ^= 1
  assert.deepEqual((await verifyNote(later, [witness.key])).bad, [{ key: witness.key, problem: 'wrong' }])
})

test('an ML-DSA-44 cosignature is checked by the function that is given, and not taken for good without one', async () => {
  const pair = generateKeyPairSync('ml-dsa-44')
  const jwk = pair.publicKey.export({ format: 'jwk' }) as { pub: string }
  const publicKey = new Uint8Array(Buffer.from(jwk.pub, 'base64url'))
  const key = makeVerifierKey('w2.example', signatureTypes.mlDsa44Cosignature.byte, publicKey)
  assert.deepEqual(keyOf(formatVerifierKey(key)), key)
  const signer = { key, sign: (message: Uint8Array) => new Uint8Array(nodeSign(null, message, pair.privateKey)) }
  const check: CheckMlDsa44 = (raw, message, signature) => {
    const pub = Buffer.from(raw).toString('base64url')
    const jwk = { kty: 'AKP', alg: 'ML-DSA-44', pub }
    return nodeVerify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature)
  }
  const note = noteOf(formatNote({ text, signatures: [await signNote(text, signer, 1_700_000_000)] }))
  assert.deepEqual((await verifyNote(note, [key], check)).good, [{ key, timeSeconds: 1_700_000_000 }])
  assert.deepEqual((await verifyNote(note, [key])).bad, [{ key, problem: 'unsupported' }])
  const other = { ...note, text: note.text.replace('7', '8') }
  assert.deepEqual((await verifyNote(other, [key], check)).bad, [{ key, problem: 'wrong' }])
})

test('a quorum of nested groups is met only when each group is', async () => {
  const names = ['X1', 'X2', 'X3', 'Y1', 'Y2']
  const keys = await Promise.all(
    names.map(async (name) => (await makeSigner(name, signatureTypes.ed25519Cosignature.byte)).key)
  )
  const log = (await makeSigner('log.example')).key
  const lines = [
    '# ours',
    `log ${formatVerifierKey(log)} https://log.example/`,
    ...names.map((name, at) => `\twitness ${name} ${formatVerifierKey(keys[at]!)}`),
    'group X 2 X1 X2 X3',
    'group Y any Y1 Y2',
    'group both all X Y',
    'quorum both'
  ]
  const policy = parsePolicy(lines.join('\n'))
  const signedBy = (...at: number[]) =>
    [...policy.witnesses.values()].map(({ key }) => key).filter((_, n) => at.includes(n))
  assert.ok(quorumMet(policy, signedBy(0, 2, 4)))
  assert.ok(!quorumMet(policy, signedBy(0, 1, 2)))
  assert.ok(!quorumMet(policy, signedBy(0, 3, 4)))
  assert.ok(quorumMet(parsePolicy('quorum none\n'), []))
  const wrong = [
    lines.slice(0, -1),
    [...lines, 'quorum none'],
    [...lines.slice(0, -1), 'group Z any X1', 'quorum Z'],
    ['quorum nobody'],
    [...lines.slice(0, -1), `witness W ${formatVerifierKey(keys[0]!)}`, 'quorum none'],
    ['group G 1', 'quorum none'],
    ['gruop G', 'quorum none']
  ]
  for (const text of wrong) assert.throws(() => parsePolicy(text.join('\n')), PolicyError, text.at(-2))
})

test('base64 is read in one form only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = toBase64(bytes)
      assert.equal(text, Buffer.from(bytes).toString('base64'))
      assert.deepEqual(fromBase64(text), bytes)
    })
  )
  for (const text of ['A', 'AA', 'AA=', 'AB==', 'AAB=', 'A===', '====', 'AA==AAAA', 'AA-_', 'AAA\n', 'AAAé'])
    assert.equal(fromBase64(text), undefined, text)
})

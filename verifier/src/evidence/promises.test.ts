// Receipts, erasures, passkeys, parts of a life and broken files: what holds is accepted, what does not is caught.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { joinBytes } from '@parley/protocol/log/bytes.ts'
import { grantChallenge } from '@parley/protocol/log/grant-challenge.ts'
import { parseEntry } from '@parley/protocol/log/entry.ts'
import { parseOwner } from '@parley/protocol/log/entry-texts.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { formatReceipt, type Receipt, receiptCommitment } from '@parley/protocol/log/receipt-text.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import { unshared } from '@parley/protocol/log/signature-check.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { type BundleObject, makeBundle, startAt } from '../simulate/simulated-bundle.ts'
import { checkpoint, makeParty, record, type SimulatedLog, startLog } from '../simulate/simulated-log.ts'
import { trustOf } from '../simulate/simulated-trust.ts'
import { access, leastAnswers, undo, withhold } from '../simulate/simulated-world.ts'
import { evidenceOf, judge, pass, setStage, type Stage } from '../simulate/stage.ts'
import { checkBundle } from './check-bundle.ts'
import type { KeptReceipt } from './context.ts'
import type { Report } from './report.ts'

const accusations = ({ findings }: Report) =>
  findings.filter(({ level }) => level !== 'remark').map(({ check, level }) => `${check} ${level}`)

const receiptFor = async (
  stage: Stage,
  index: number,
  change: Partial<Receipt> = {},
  signer = stage.log.receipt
): Promise<string> => {
  const { entry, shared, owner } = stage.log.logged[index]!
  const parsed = parseEntry(entry) ?? assert.fail()
  const { id, at } = JSON.parse(shared) as { id: string; at: string }
  const text = formatReceipt({
    origin: stage.log.origin,
    event: id,
    commitment: receiptCommitment(parsed.cs, parsed.co),
    grant: (JSON.parse(owner) as { g?: string }).g ?? null,
    at,
    logBy: new Date(Date.parse(at) + 60_000).toISOString(),
    ...change
  })
  return formatNote({ text, signatures: [await signNote(text, signer)] })
}

test('a receipt whose access is in the log holds; one whose access is not, or is another, is caught by V22', async () => {
  const stage = await setStage()
  const read = await access(stage.log, stage.grant, {
    t: 'read',
    conversation: stage.withBen,
    messages: stage.withBen.messages
  })
  const good = await receiptFor(stage, read)
  const never = await receiptFor(stage, read, { event: stage.log.random.id() })
  const other = await receiptFor(stage, read, { commitment: stage.log.random.bytes() })
  const unsigned = await receiptFor(stage, read, {}, stage.log.head)
  pass(stage.log, 120)
  const bundle = await evidenceOf(stage)
  assert.deepEqual(accusations(await judge(stage, bundle, { receipts: [good] })), [])
  for (const receipt of [never, other, unsigned])
    assert.deepEqual(accusations(await judge(stage, bundle, { receipts: [receipt] })), ['V22 violation'])
  assert.deepEqual(accusations(await judge(stage, bundle, { receipts: ['?'] })), ['V22 malformed'])
})

test('a revoke that was confirmed and is not in the log is caught by V22, by the receipt that the person kept', async () => {
  const stage = await setStage()
  const { log, ana, tunes, grant } = stage
  pass(log, 120)
  const without = await evidenceOf(stage)
  const atMs = log.nowMs
  log.nowMs -= 120_000
  const revoke = record(log, {
    shared: { t: 'revoke', app: tunes.lid },
    owner: { g: grant.id, who: ana.lid, because: 'revoked', answers: leastAnswers, consent: null },
    parties: [ana, tunes, grant.party]
  })
  const receipt = await receiptFor(stage, revoke)
  log.nowMs = atMs
  assert.deepEqual(accusations(await judge(stage, without, { receipts: [receipt] })), ['V22 violation'])
})

/** As the platform answers with it and somebody keeps it. */
const keptFor = async (stage: Stage, index: number): Promise<KeptReceipt> => {
  const { shared, saltS, owner, saltO } = stage.log.logged[index]!
  return { note: await receiptFor(stage, index), shared, saltS: toBase64(saltS), owner, saltO: toBase64(saltO) }
}

const changes: Record<string, (stage: Stage) => number> = {
  pause: ({ log, ana, tunes, grant }) =>
    record(log, {
      shared: { t: 'pause', app: tunes.lid },
      owner: { g: grant.id, who: ana.lid, because: null, answers: leastAnswers, consent: null, conv: null },
      parties: [ana, tunes, grant.party]
    }),
  withhold: ({ log, ana, tunes, withBen }) => withhold(log, 'withhold', ana, tunes, withBen),
  close: ({ log, ana, withBen }) =>
    record(log, {
      shared: { t: 'close', lid: ana.lid, conv: withBen.id },
      owner: { who: ana.lid },
      parties: withBen.members
    }),
  undo: ({ log, grant, withBen }) => undo(log, 'take_back', grant, withBen, [withBen.messages.at(-1)!])
}

for (const [kind, change] of Object.entries(changes))
  test(`${kind}: a receipt whose entry is in the person's evidence holds; left out, it is caught by V22`, async () => {
    const stage = await setStage()
    const { log, tunes, grant } = stage
    pass(log, 120)
    const without = await evidenceOf(stage)
    const ofApp = await makeBundle(log, { parties: [tunes] })
    const ofGrant = await makeBundle(log, { parties: [grant.party], more: stage.more })
    const atMs = log.nowMs
    log.nowMs -= 120_000
    const receipts = [await keptFor(stage, change(stage))]
    log.nowMs = atMs
    assert.deepEqual(accusations(await judge(stage, without, { receipts })), ['V22 violation'])
    const v22 = async (bundle: BundleObject, lid: string) =>
      accusations(await checkBundle(JSON.stringify(bundle), trustOf(log, { lid, receipts }))).filter((one) =>
        one.startsWith('V22')
      )
    // Nobody tells an app that somebody withholds from it, or closes a group.
    const isOfApp = kind === 'pause' || kind === 'undo'
    assert.deepEqual(await v22(ofApp, tunes.lid), [isOfApp ? 'V22 violation' : 'V22 insufficient'])
    const isOfGrant = kind === 'pause'
    assert.deepEqual(await v22(ofGrant, grant.party.lid), [isOfGrant ? 'V22 violation' : 'V22 insufficient'])

    const honest = await setStage()
    const index = change(honest)
    const kept = await keptFor(honest, index)
    pass(honest.log, 120)
    assert.deepEqual(accusations(await judge(honest, await evidenceOf(honest), { receipts: [kept] })), [])
  })

test('an access that is not logged yet has time until its receipt says', async () => {
  const stage = await setStage()
  const soon = await receiptFor(stage, 0, {
    event: stage.log.random.id(),
    at: new Date(stage.log.nowMs).toISOString(),
    logBy: new Date(stage.log.nowMs + 60_000).toISOString()
  })
  assert.deepEqual(accusations(await judge(stage, await evidenceOf(stage), { receipts: [soon] })), ['V22 insufficient'])
})

test('an access that was logged later than its receipt promised is caught by V22', async () => {
  const stage = await setStage()
  const { log } = stage
  const atMs = log.nowMs
  pass(log, 120)
  await checkpoint(log)
  log.nowMs = atMs
  const read = await access(log, stage.grant, {
    t: 'read',
    conversation: stage.withBen,
    messages: stage.withBen.messages
  })
  log.nowMs = atMs + 125_000
  const report = await judge(stage, await evidenceOf(stage), { receipts: [await receiptFor(stage, read)] })
  assert.ok(accusations(report).includes('V22 violation'))
})

test('after an erasure that the log holds, an app’s evidence still holds, and no entry more is closed by it', async () => {
  const stage = await setStage()
  const { log, ana, tunes, grant } = stage
  const closed = log.logged.flatMap(({ owner }, index) =>
    owner.includes(`"who":"${ana.lid}"`) && owner.includes('"g"') ? [index] : []
  )
  const erasure = record(log, {
    shared: { t: 'erase', n: closed.length },
    owner: { who: ana.lid },
    parties: [ana, tunes]
  })
  pass(log)
  await checkpoint(log)
  const bundle = await makeBundle(log, { parties: [tunes], opens: (index) => !closed.includes(index) })
  for (const entry of bundle.entries) if (closed.includes(entry.index)) entry.erased = erasure
  const trust = trustOf(log, { lid: tunes.lid })
  assert.deepEqual(accusations(await checkBundle(JSON.stringify(bundle), trust)), [])
  const key = bundle.entries.find(({ owner }) => owner?.includes('jkt')) ?? assert.fail()
  delete key.owner
  key.erased = erasure
  assert.deepEqual(accusations(await checkBundle(JSON.stringify(bundle), trust)), ['V10 violation'])
  assert.ok(grant.party.members.length > 0)
})

test('evidence of a later part of a life, with the history of its permissions, holds', async () => {
  const stage = await setStage()
  const { log, ana } = stage
  await access(log, stage.grant, { t: 'read', conversation: stage.withBen, messages: stage.withBen.messages })
  const bundle = await evidenceOf(stage)
  startAt(bundle, 0, ana, log, 3)
  assert.equal(bundle.sequences[0]!.first, 3)
  assert.deepEqual(accusations(await judge(stage, bundle)), [])
})

const passkeyFor = async (log: SimulatedLog, credential: string) => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const key = toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)))
  const url64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const der = (raw: Uint8Array) => {
    const part = (bytes: Uint8Array) => {
      let at = 0
      while (at < 31 && bytes[at] === 0) at++
      const digits = bytes[at]! > 127 ? [0, ...bytes.slice(at)] : Array.from(bytes.slice(at))
      return [2, digits.length, ...digits]
    }
    const body = [...part(raw.slice(0, 32)), ...part(raw.slice(32))]
    return Uint8Array.of(0x30, body.length, ...body)
  }
  const sign = async (challenge: Uint8Array) => {
    const clientData = toUtf8(
      JSON.stringify({ type: 'webauthn.get', challenge: url64(challenge), origin: 'https://parley.example' })
    )
    const authenticatorData = joinBytes(log.random.bytes(), Uint8Array.of(5, 0, 0, 0, 1))
    const message = joinBytes(authenticatorData, sha256(clientData))
    const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, unshared(message))
    return JSON.stringify({
      credential,
      clientData: toBase64(clientData),
      authenticatorData: toBase64(authenticatorData),
      signature: toBase64(der(new Uint8Array(raw)))
    })
  }
  return { key, sign }
}

test('a permission that a registered passkey signed holds; another or a removed key, or another permission, is caught by V25', async () => {
  const log = await startLog('passkeys')
  const [ana, app] = [makeParty(log, 'person'), makeParty(log, 'app')]
  const [passkey, other] = [await passkeyFor(log, 'one'), await passkeyFor(log, 'one')]
  record(log, {
    shared: { t: 'passkey' },
    owner: { who: ana.lid, credential: 'one', key: passkey.key },
    parties: [ana]
  })
  const grants: ReturnType<typeof makeParty>[] = []
  const give = async (signer: typeof passkey, signedFor: (owner: ReturnType<typeof parsed>) => Uint8Array) => {
    const g = log.random.id()
    const party = makeParty(log, 'grant', g)
    grants.push(party)
    const owner = { g, who: ana.lid, because: null, answers: leastAnswers, consent: null }
    const signed = await signer.sign(signedFor(parsed(owner)))
    const text = { ...owner, signed: toHex(sha256(toUtf8(signed))) }
    return record(log, { shared: { t: 'give', app: app.lid }, owner: text, parties: [ana, app, party], signed })
  }
  const parsed = (owner: Record<string, unknown>) => parseOwner('grant', JSON.stringify(owner))
  const good = await give(passkey, (owner) => grantChallenge(app.lid, owner))
  const wrong = [
    await give(other, (owner) => grantChallenge(app.lid, owner)),
    await give(passkey, (owner) => grantChallenge(app.lid, { ...owner, answers: { ...owner.answers, actions: [] } })),
    await give(passkey, (owner) => grantChallenge(ana.lid, owner))
  ]
  record(log, { shared: { t: 'passkey' }, owner: { who: ana.lid, credential: 'one', key: '' }, parties: [ana] })
  wrong.push(await give(passkey, (owner) => grantChallenge(app.lid, owner)))
  await checkpoint(log)
  const check = async (parties: ReturnType<typeof makeParty>[], trust = {}) =>
    checkBundle(JSON.stringify(await makeBundle(log, { parties })), trustOf(log, trust))
  const { findings } = await check([ana, ...grants], { lid: ana.lid })
  const found = findings.filter(({ level }) => level === 'violation')
  assert.deepEqual(
    found.map(({ check, index }) => [check, index]),
    wrong.map((index) => ['V25', index])
  )
  assert.ok(!wrong.includes(good))
  // Without the person's own entries nobody can tell, and nobody is accused.
  const aboutGrants = (await check(grants)).findings.filter(({ check }) => check === 'V25')
  assert.deepEqual(new Set(aboutGrants.map(({ level }) => level)), new Set(['insufficient']))
})

test('a file with any character changed never becomes better, and never breaks the verifier', async () => {
  const stage = await setStage()
  const file = JSON.stringify(await evidenceOf(stage))
  // When the file was made is not evidence; an earlier checkpoint may have an unknown signature more or a known one less.
  const free = [/"made":"[^"]*"/, /"prior":\[.*?\],"sequences"/].map((part) => part.exec(file) ?? assert.fail())
  const isFree = (at: number) => free.some(({ index, 0: { length } }) => at >= index && at < index + length)
  const letters = fc.constantFrom('"', '0', '7', 'a', 'Z', ',', '}', ' ', '\\')
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), letters, async (at, letter) => {
      if (file[at] === letter || isFree(at)) return
      const changed = file.slice(0, at) + letter + file.slice(at + 1)
      const { verdict } = await judge(stage, changed)
      assert.notEqual(verdict, 'valid', `${at}: ${file.slice(at - 30, at + 30)}`)
    }),
    { numRuns: Number(process.env['PARLEY_FUZZ_RUNS'] ?? 300) }
  )
})

// Vectors of signed notes, verifier keys, checkpoints, cosignatures and policies, the published examples among them.
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { formatCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { ed25519CosignedMessage, mlDsa44CosignedMessage } from '@parley/protocol/log/cosigned-message.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { type Signer, signNote } from '@parley/protocol/log/sign-note.ts'
import { formatVerifierKey, signatureTypes, type VerifierKey } from '@parley/protocol/log/verifier-key.ts'
import type { Kept } from './kept.ts'
import { mlDsa44SignerOf } from './ml-dsa-44-signer.ts'
import { bent, bytesOf, signerOf } from './seeds.ts'

/** The example of golang.org/x/mod/sumdb/note. */
const neumann = {
  key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  note: `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`
}
/** The example of C2SP tlog-cosignature. */
const sofa = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`

const origin = 'parley.example/log1'
const timeSeconds = 1_793_347_200
const checkpointText = formatCheckpoint({ origin, size: 17, root: bytesOf('root'), extensions: [] })
const { ed25519, ed25519Cosignature } = signatureTypes

type Signers = { log: Signer; head: Signer; w1: Signer; w2: Signer; pq: Signer }
const publicKeyOf = ({ key }: Signer): string => formatVerifierKey(key)

const keyVectors = ({ log, head, w1, w2, pq }: Signers) => {
  const vkey = publicKeyOf(log)
  const broken: [string, string][] = [
    ['the ID is of another key', vkey.replace(/\+([0-9a-f]{8})\+/, '+00000000+')],
    ['the name has a space', vkey.replace('parley', 'parley ')],
    ['the name has a plus', vkey.replace('parley', 'par+ley')],
    ['no name', vkey.slice(origin.length)],
    ['the ID is in upper case', vkey.replace(/\+([0-9a-f]{8})\+/, (id) => id.toUpperCase())],
    ['a byte too few', vkey.slice(0, -4)],
    ['no base64', `${vkey.slice(0, -1)}!`],
    ['no key', `${origin}+${toHex(log.key.id)}`],
    ['a private key', `PRIVATE+KEY+${vkey}`]
  ]
  const parts = ({ name, id, type, publicKey }: VerifierKey) => ({
    name,
    id: toHex(id),
    type,
    publicKey: toHex(publicKey)
  })
  return {
    keys: [log, head, w1, w2, pq].map(({ key }) => ({ vkey: formatVerifierKey(key), ...parts(key) })),
    notKeys: broken.map(([because, text]) => ({ because, vkey: text }))
  }
}

type NoteCase = { name: string; note: string; keys: string[]; good: string[]; wrong: string[] }

const noteVectors = async ({ log, head, w1, w2 }: Signers): Promise<NoteCase[]> => {
  const [vLog, vHead, v1, v2] = [log, head, w1, w2].map(publicKeyOf) as [string, string, string, string]
  const text = checkpointText
  const line = await signNote(text, log)
  const [line1, line2] = [await signNote(text, w1, timeSeconds), await signNote(text, w2, timeSeconds + 1)]
  const note = (...signatures: (typeof line)[]) => formatNote({ text, signatures })
  const one = { keys: [vLog], good: [], wrong: [vLog] }
  return [
    { name: 'published: sumdb/note', note: neumann.note, keys: [neumann.key], good: [neumann.key], wrong: [] },
    { name: 'the log', note: note(line), keys: [vLog], good: [vLog], wrong: [] },
    {
      name: 'the log and two witnesses',
      note: note(line, line1, line2),
      keys: [vLog, v1, v2],
      good: [vLog, v1, v2],
      wrong: []
    },
    { name: 'unknown signers are passed over', note: note(line1, line, line2), keys: [vLog], good: [vLog], wrong: [] },
    { name: 'the same signer twice counts once', note: note(line, line), keys: [vLog], good: [vLog], wrong: [] },
    { name: 'the log’s key under its other name', note: note(line), keys: [vHead], good: [], wrong: [] },
    { name: 'a bit turned in the signature', note: note({ ...line, signature: bent(line.signature, 9) }), ...one },
    { name: 'a signature of another text', note: note(await signNote(`${text}more\n`, log)), ...one },
    { name: 'a signature that is cut', note: note({ ...line, signature: line.signature.slice(1) }), ...one },
    {
      name: 'a cosignature whose time is changed',
      note: note({ ...line1, signature: bent(line1.signature, 7) }),
      keys: [v1],
      good: [],
      wrong: [v1]
    }
  ]
}

const notNotes = async (log: Signer) => {
  const good = formatNote({ text: checkpointText, signatures: [await signNote(checkpointText, log)] })
  const cases: [string, string][] = [
    ['nothing', ''],
    ['no signature', `${checkpointText}\n`],
    ['no empty line', good.replace('\n\n', '\n')],
    ['no newline at the end', good.trimEnd()],
    ['a tab in the text', good.replace('\n17\n', '\n17\t\n')],
    ['a carriage return', good.replace('\n17\n', '\r\n17\n')],
    ['a hyphen for the dash', good.replace('—', '-')],
    ['a signature without padding', good.replace(/=\n$/, '\n')],
    ['something after the signatures', `${good}more\n`],
    ['a space more in a signature line', good.replace('— parley', '—  parley')]
  ]
  return cases.map(([because, note]) => ({ because, note }))
}

const checkpointVectors = () => {
  const root = toBase64(bytesOf('root'))
  const texts = [checkpointText, `o\n0\n${root}\n`, `o\n9007199254740991\n${root}\nextension\nanother\n`]
  const broken: [string, string][] = [
    ['no newline at the end', `o\n1\n${root}`],
    ['a leading zero', `o\n01\n${root}\n`],
    ['a sign', `o\n+1\n${root}\n`],
    ['no size', `o\n\n${root}\n`],
    ['more than 2^53 - 1', `o\n9007199254740992\n${root}\n`],
    ['no origin', `\n1\n${root}\n`],
    ['a root of 31 bytes', `o\n1\n${toBase64(bytesOf('root').slice(1))}\n`],
    ['a root without padding', `o\n1\n${root.slice(0, -1)}\n`],
    ['an empty extension line', `o\n1\n${root}\n\n`]
  ]
  return { checkpoints: texts, notCheckpoints: broken.map(([because, text]) => ({ because, text })) }
}

const cosignatureVectors = async ({ w1, pq }: Signers, kept: Kept) => {
  const messageOf = (signer: Signer) =>
    signer === pq
      ? mlDsa44CosignedMessage(checkpointText, timeSeconds, signer.key.name)
      : ed25519CosignedMessage(checkpointText, timeSeconds)
  const vectors = []
  for (const signer of [w1, pq]) {
    const message = messageOf(signer) ?? new Uint8Array()
    const sign = signer === pq ? () => kept(message, signer.sign) : signer.sign
    const signature = await signNote(checkpointText, { ...signer, sign }, timeSeconds)
    vectors.push({
      vkey: publicKeyOf(signer),
      timeSeconds,
      checkpoint: checkpointText,
      message: toHex(message),
      note: formatNote({ text: checkpointText, signatures: [signature] })
    })
  }
  return vectors
}

const policyVectors = ({ log, w1, w2, pq }: Signers) => {
  const lines = [
    '# two of three',
    `log ${publicKeyOf(log)} https://parley.example/log`,
    `witness w1 ${publicKeyOf(w1)} https://w1.example/`,
    `witness w2 ${publicKeyOf(w2)}`,
    `witness pq ${publicKeyOf(pq)}`,
    'group others any w2 pq',
    'group both all w1 others',
    'quorum both'
  ]
  const policy = `${lines.join('\n')}\n`
  const without = (...words: string[]) => lines.filter((line) => !words.some((word) => line.startsWith(word)))
  const broken: [string, string[]][] = [
    ['no quorum', without('quorum')],
    ['two quorums', [...lines, 'quorum none']],
    ['a quorum of nobody', [...without('quorum'), 'quorum w9']],
    ['a member of two groups', [...without('quorum'), 'group again any w1', 'quorum again']],
    ['a member that comes later', ['group g any w1', ...without('group', 'quorum'), 'quorum g']],
    ['more than there are', [...without('group', 'quorum'), 'group g 4 w1 w2 pq', 'quorum g']],
    ['a witness with a log’s key', [...without('quorum'), `witness w4 ${publicKeyOf(log)}`, 'quorum none']],
    ['a key twice', [...without('quorum'), `witness w4 ${publicKeyOf(w1)}`, 'quorum none']],
    ['a word that is none', ['gruop g any w1', ...lines]]
  ]
  return {
    policies: [
      { policy, signed: [w1, w2].map(publicKeyOf), isMet: true },
      { policy, signed: [w1, pq].map(publicKeyOf), isMet: true },
      { policy, signed: [w2, pq].map(publicKeyOf), isMet: false },
      { policy, signed: [w1].map(publicKeyOf), isMet: false },
      { policy: 'quorum none\n', signed: [], isMet: true }
    ],
    notPolicies: broken.map(([because, text]) => ({ because, policy: `${text.join('\n')}\n` }))
  }
}

export const signedVectors = async (kept: Kept) => {
  const logSeed = bytesOf('log key')
  const signers: Signers = {
    log: await signerOf(origin, ed25519.byte, logSeed),
    head: await signerOf(`${origin}/head`, ed25519.byte, logSeed),
    w1: await signerOf('witness.example/w1', ed25519Cosignature.byte),
    w2: await signerOf('witness.example/w2', ed25519Cosignature.byte),
    pq: mlDsa44SignerOf('witness.example/pq', bytesOf('witness.example/pq'))
  }
  return {
    ...keyVectors(signers),
    notes: await noteVectors(signers),
    published: { note: sofa, text: sofa.slice(0, sofa.indexOf('\n\n') + 1), signatures: 2 },
    notNotes: await notNotes(signers.log),
    ...checkpointVectors(),
    cosignatures: await cosignatureVectors(signers, kept),
    ...policyVectors(signers)
  }
}

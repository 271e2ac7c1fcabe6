// Vectors of heads, receipts and answers about tags: the texts that are signed, and texts that are none of them.
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { formatHead } from '@parley/protocol/log/head-text.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { formatReceipt, receiptCommitment } from '@parley/protocol/log/receipt-text.ts'
import { signNote, type Signer } from '@parley/protocol/log/sign-note.ts'
import { formatTagAnswer } from '@parley/protocol/log/tag-answer-text.ts'
import { formatVerifierKey, signatureTypes } from '@parley/protocol/log/verifier-key.ts'
import { bytesOf, idOf, signerOf } from './seeds.ts'

const origin = 'parley.example/log1'
const [lid, chain, root] = ['lid', 'chain', 'root'].map(bytesOf) as [Uint8Array, Uint8Array, Uint8Array]
const commitment = receiptCommitment(bytesOf('cs'), bytesOf('co'))

const head = formatHead({ origin, lid, n: 4, chain, size: 17, root })
const receipt = formatReceipt({
  origin,
  event: idOf('entry'),
  commitment,
  grant: idOf('grant'),
  at: '2026-10-30T08:03:00.123456+00:00',
  logBy: '2026-10-30T08:04:00.123Z'
})
const ofNoGrant = formatReceipt({
  origin,
  event: idOf('entry of no grant'),
  commitment,
  grant: null,
  at: '2026-10-30T08:03:00.123456+00:00',
  logBy: '2026-10-30T08:04:00.123Z'
})
const tag = bytesOf('tag').slice(0, 16)
const present = formatTagAnswer({ origin, tag, size: 17, root, indexes: [3, 9] })
const absent = formatTagAnswer({ origin, tag, size: 17, root, indexes: [] })

const broken = {
  head: [
    ['another last part of the name', head.replace('/head', '/heads')],
    ['a lid in upper case', head.replace(toHex(lid), toHex(lid).toUpperCase())],
    ['a leading zero', head.replace('\n4\n', '\n04\n')],
    ['a chain of 31 bytes', head.replace(toBase64(chain), toBase64(chain.slice(1)))],
    ['a line too many', `${head}more\n`],
    ['no newline at the end', head.trimEnd()]
  ],
  receipt: [
    ['a head', head],
    ['an event that is no UUID', receipt.replace(idOf('entry'), 'entry')],
    ['a time without an offset', receipt.replace('.123Z', '.123')],
    ['a grant that is no UUID', receipt.replace(idOf('grant'), 'none')],
    ['a line too few', receipt.replace(`${idOf('grant')}\n`, '')]
  ],
  tag: [
    ['indexes that fall', present.replace('3 9', '9 3')],
    ['an index twice', present.replace('3 9', '3 3')],
    ['an index outside of the tree', present.replace('3 9', '3 17')],
    ['two spaces', present.replace('3 9', '3  9')],
    ['no answer', absent.replace('absent\n', '\n')],
    ['another word', absent.replace('absent', 'none')]
  ]
} satisfies Record<string, [string, string][]>

const signed = async (text: string, signer: Signer) => ({
  vkey: formatVerifierKey(signer.key),
  text,
  note: formatNote({ text, signatures: [await signNote(text, signer)] })
})

export const statementVectors = async () => {
  const { byte } = signatureTypes.ed25519
  const logSeed = bytesOf('log key')
  const mirror = await signerOf('mirror.example/m1', byte)
  const size = { size: 17, root: toBase64(root) }
  return {
    heads: [
      {
        ...(await signed(head, await signerOf(`${origin}/head`, byte, logSeed))),
        origin,
        lid: toHex(lid),
        n: 4,
        chain: toBase64(chain),
        ...size
      }
    ],
    receipts: [
      {
        ...(await signed(receipt, await signerOf(`${origin}/receipt`, byte, logSeed))),
        origin,
        event: idOf('entry'),
        cs: toHex(bytesOf('cs')),
        co: toHex(bytesOf('co')),
        grant: idOf('grant')
      },
      {
        ...(await signed(ofNoGrant, await signerOf(`${origin}/receipt`, byte, logSeed))),
        origin,
        event: idOf('entry of no grant'),
        cs: toHex(bytesOf('cs')),
        co: toHex(bytesOf('co')),
        grant: null
      }
    ],
    tagAnswers: [
      { ...(await signed(present, mirror)), origin, tag: toHex(tag), ...size, indexes: [3, 9] },
      { ...(await signed(absent, mirror)), origin, tag: toHex(tag), ...size, indexes: [] }
    ],
    notHeads: broken.head.map(([because, text]) => ({ because, text })),
    notReceipts: broken.receipt.map(([because, text]) => ({ because, text })),
    notTagAnswers: broken.tag.map(([because, text]) => ({ because, text }))
  }
}

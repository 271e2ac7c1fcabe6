// Ways to bend the file that was downloaded, or the receipts that an app kept.
import assert from 'node:assert/strict'
import { formatNote, parseNote } from '@parley/protocol/log/note.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import type { BundleObject, EntryObject } from '@parley/verifier/simulate/simulated-bundle.ts'
import type { TamperCase } from './tamper-case.ts'
import type { TamperStage } from './tamper-stage.ts'

const read = ({ entries }: BundleObject): EntryObject =>
  entries.find(({ shared, owner }) => owner !== undefined && shared!.includes('"t":"read"')) ?? assert.fail()

const file: TamperCase[] = [
  {
    name: 'an entry is taken out of the file',
    whose: 'ana',
    check: 'V12',
    bend: (bundle) => bundle.entries.splice(bundle.entries.indexOf(read(bundle)), 1)
  },
  {
    name: 'the last entry is taken out of the file',
    whose: 'cara',
    check: 'V12',
    bend: ({ entries }) => entries.pop()
  },
  {
    name: 'an owner text is taken out of the file',
    whose: 'ana',
    check: 'V10',
    bend: (bundle) => {
      const entry = read(bundle)
      delete entry.owner
      delete entry.saltO
      delete entry.proof
    }
  },
  {
    name: 'a shared text is taken out of the file',
    whose: 'ben',
    check: 'V9',
    level: 'insufficient',
    bend: (bundle) => {
      const entry = bundle.entries.findLast(({ shared }) => shared!.includes('"t":"read"'))!
      delete entry.shared
      delete entry.owner
    }
  },
  {
    name: 'an entry is taken out of the history of its permission',
    whose: 'ana',
    check: 'V18',
    bend: (bundle) => (read(bundle).in = read(bundle).in.slice(0, 1))
  },
  {
    name: 'the history of a permission is taken out of the file',
    whose: 'ana',
    check: 'V18',
    level: 'insufficient',
    bend: (bundle) => {
      const gone = bundle.sequences.length - 1
      bundle.sequences.pop()
      for (const entry of bundle.entries) entry.in = entry.in.filter(([place]) => place !== gone)
    }
  },
  {
    name: 'the sequences of two people are swapped',
    whose: 'ana',
    check: 'V23',
    bend: async (bundle, s) => {
      const other = await s.evidence('cara')
      bundle.sequences[0] = other.sequences[0]!
    }
  },
  {
    name: 'the signed ends of two people are swapped',
    whose: 'ana',
    check: 'V14',
    bend: async (bundle, s) => {
      bundle.sequences[0]!.head = (await s.evidence('cara')).sequences[0]!.head
    }
  },
  {
    name: 'a signed end is edited',
    whose: 'ben',
    check: 'V14',
    bend: ({ sequences: [own] }) => (own!.head = own!.head.replace(/\n(\d+)\n/, '\n1\n'))
  },
  {
    name: 'the file names another key of the log',
    whose: 'ana',
    check: 'V2',
    bend: (bundle) => (bundle.log.vkey = 'parley.example/log1+e0fe5ec3+AWnA0w6lo4LSl4f9oRx8AYFlALs0Kj6RD+lBsLlK6qGc')
  },
  {
    name: 'an earlier checkpoint stands in the place of the current one',
    whose: 'ana',
    check: 'V14',
    bend: (bundle) => (bundle.checkpoint = bundle.prior.pop()!.checkpoint)
  },
  {
    name: 'a proof that the log only grew is edited',
    whose: 'ana',
    check: 'V6',
    bend: (bundle) => {
      const { consistency } = bundle.prior.at(-1)!
      consistency[0] = consistency[0]!.startsWith('A') ? `B${consistency[0]!.slice(1)}` : `A${consistency[0]!.slice(1)}`
    }
  },
  {
    name: 'a proof of inclusion is shortened',
    whose: 'films',
    check: 'V8',
    bend: ({ entries }) => entries[3]!.path.pop()
  },
  {
    name: 'an entry is cut short',
    whose: 'ana',
    check: 'V7',
    level: 'malformed',
    bend: ({ entries }) => (entries[3]!.entry = entries[3]!.entry.slice(0, 80))
  },
  {
    name: 'entries stand in another order',
    whose: 'ana',
    check: 'V12',
    bend: ({ entries }) => entries.unshift(entries.pop()!)
  },
  {
    name: 'the key of a month is another one',
    whose: 'ana',
    check: 'V11',
    bend: ({ sequences: [own] }) => {
      const [month = ''] = Object.keys(own!.months)
      own!.months[month] = Buffer.alloc(32).toString('base64')
    }
  },
  {
    name: 'the file is that of another person',
    whose: 'ana',
    check: 'V23',
    trust: (s) => ({ lid: s.witness.lids.get(s.all.cara.id)! })
  },
  {
    name: 'a field is added that the format has not',
    whose: 'ana',
    check: 'V1',
    level: 'malformed',
    text: (text) => text.replace('{', '{"note":"trust me",')
  },
  {
    name: 'a field stands twice',
    whose: 'ana',
    check: 'V1',
    level: 'malformed',
    text: (text) => text.replace('{', '{"format":"parley-evidence/1",')
  }
]

const ofFilms = async (s: TamperStage): Promise<string> => {
  const { event } = await s.find('read', s.all.any.grant, s.all.withBen)
  return s.all.receipts.find((note) => note.includes(event)) ?? assert.fail('no receipt')
}

/** The text of the receipt, edited. */
const editedText = async (s: TamperStage): Promise<string> =>
  parseNote(await ofFilms(s))!.text.replace(/\n[^\n]{44}\n/, `\n${Buffer.alloc(32).toString('base64')}\n`)

const receipts: TamperCase[] = [
  {
    name: 'an app alters a receipt',
    whose: 'films',
    check: 'V22',
    after: async (s) => {
      const { signatures } = parseNote(await ofFilms(s))!
      s.receipts = [formatNote({ text: await editedText(s), signatures })]
    }
  },
  {
    name: 'an app signs a receipt itself',
    whose: 'films',
    check: 'V22',
    after: async (s) => {
      const { text } = parseNote(await ofFilms(s))!
      s.receipts = [formatNote({ text, signatures: [await signNote(text, { ...s.log.headSigner })] })]
    }
  },
  {
    name: 'the platform gave a receipt for something else than it logged',
    whose: 'films',
    check: 'V22',
    after: async (s) => {
      const text = await editedText(s)
      s.receipts = [formatNote({ text, signatures: [await signNote(text, s.log.receiptSigner)] })]
    }
  }
]

export const casesOfFiles: TamperCase[] = [...file, ...receipts]

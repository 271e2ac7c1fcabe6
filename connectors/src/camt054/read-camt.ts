// Reads a camt.054 file as a stream: one transaction at a time, so that memory does not grow with the file.
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { badFile } from './bad-file.ts'
import { type Element, textAt } from './element.ts'

/** Bytes of a file, depth of elements, characters of one text or tag, elements of one entry's head or one transaction. */
export const fileLimits = { bytes: 64 * 1024 * 1024, depth: 32, chars: 128 * 1024, elements: 5000 }

/**
 * What the file says about one movement of money. place: the entry's number in the file, from 1. nth: the transaction's number in its
 * entry, from 0. sole: the entry holds no other. tx is undefined for an entry without details; missing: how many transactions the bank
 * counts in the entry beyond those that are in the file.
 */
export type Movement = { place: number; account: string; entry: Element } & (
  | { tx: Element; nth: number; sole: boolean }
  | { tx?: undefined; missing: number }
)

const namespace = /^urn:iso:std:iso:20022:tech:xsd:camt\.054\.001\.0[248]$/
const under = 'Document/BkToCstmrDbtCdtNtfctn/Ntfctn'
const roots = new Set([`${under}/Acct`, `${under}/Ntry`, `${under}/Ntry/NtryDtls/TxDtls`])
// The path is compared at every tag, so no name makes it long; none of camt.054 has so many letters.
const nameChars = 64

const countOf = (entry: Element): number =>
  entry.children
    .filter(({ name }) => name === 'NtryDtls')
    .map((details) => Number(textAt(details, 'Btch/NbOfTxs') ?? 0))
    .reduce((sum, n) => sum + (Number.isSafeInteger(n) ? n : 0), 0)

/** The state of one reading: handlers of the parser, and the movements that are ready. */
const makeReader = () => {
  const ready: Movement[] = []
  let account = ''
  let place = 0
  let nth = 0
  let first: Element | undefined
  let uri: string | undefined
  const path: string[] = []
  // Elements of the entry, and of the transaction in it that is open.
  const counts: number[] = []
  // Elements of the trees that are open. In between, undefined: nobody asks for what is there.
  const open: (Element | undefined)[] = []

  const closeTransaction = (tx: Element): void => {
    const entry = open.findLast((element) => element?.name === 'Ntry')!
    nth++
    // Whether it is the only one shows later.
    if (nth === 1) return void (first = tx)
    if (first) ready.push({ place, account, entry, tx: first, nth: 0, sole: false })
    first = undefined
    ready.push({ place, account, entry, tx, nth: nth - 1, sole: false })
  }
  const closeEntry = (entry: Element): void => {
    const missing = Math.max(0, countOf(entry) - nth)
    if (first) ready.push({ place, account, entry, tx: first, nth: 0, sole: missing === 0 })
    if (missing > 0 || nth === 0) ready.push({ place, account, entry, missing })
  }
  return {
    ready,
    opened: (tag: SaxesTagNS): void => {
      if (path.length === 0) {
        if (tag.local !== 'Document' || !namespace.test(tag.uri)) throw badFile('not_camt054')
        uri = tag.uri
      }
      if (path.length >= fileLimits.depth) throw badFile('too_deep')
      path.push(tag.uri === uri ? tag.local.slice(0, nameChars) : '?')
      const parent = open.at(-1)
      const here = path.join('/')
      const isRoot = roots.has(here)
      if (path.length === 2 && here !== 'Document/BkToCstmrDbtCdtNtfctn') throw badFile('not_camt054')
      if (here === under) account = ''
      if (here === `${under}/Ntry`) [place, nth, first] = [place + 1, 0, undefined]
      if (isRoot) counts.push(0)
      if ((!isRoot && !parent) || tag.uri !== uri) return void open.push(undefined)
      if (++counts[counts.length - 1]! > fileLimits.elements) throw badFile('too_long', `Entry ${place}.`)
      const element = { name: tag.local, currency: tag.attributes['Ccy']?.value, text: '', children: [] }
      if (!isRoot) parent!.children.push(element)
      open.push(element)
    },
    text: (text: string): void => {
      const element = open.at(-1)
      if (element) element.text += text
      if (element && element.text.length > fileLimits.chars) throw badFile('too_long', `Entry ${place}.`)
    },
    closed: (): void => {
      const here = path.join('/')
      path.pop()
      const element = open.pop()
      if (!element || !roots.has(here)) return
      counts.pop()
      if (element.name === 'Acct') account = textAt(element, 'Id/IBAN', 'Id/Othr/Id') ?? ''
      else if (element.name === 'TxDtls') closeTransaction(element)
      else closeEntry(element)
    }
  }
}

/** Yields every movement in the order of the file. Throws BadInput, at the latest at the end: nothing counts before that. */
export async function* readCamt(file: AsyncIterable<Uint8Array>): AsyncGenerator<Movement, void, undefined> {
  const reader = makeReader()
  const parser = new SaxesParser({ xmlns: true })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [bytes, quiet, head] = [0, 0, '']
  const heard = <T extends unknown[]>(act: (...args: T) => void) => {
    return (...args: T): void => {
      quiet = 0
      act(...args)
    }
  }
  parser.on('opentag', heard(reader.opened))
  parser.on('closetag', heard(reader.closed))
  parser.on('text', heard(reader.text))
  parser.on('cdata', heard(reader.text))
  parser.on(
    'comment',
    heard(() => undefined)
  )
  parser.on('doctype', () => {
    throw badFile('doctype')
  })
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding && !/^(utf-8|us-ascii)$/i.test(encoding)) throw badFile('not_utf8')
  })
  parser.on('error', ({ message }) => {
    throw badFile('not_xml', `Line ${message.split(':')[0]}.`)
  })
  const feed = (text: string): void => {
    // A DOCTYPE stands before everything else, so it is seen before the parser reads any of it.
    if (head.length < 4096 && /<!doctype/i.test((head += text.slice(0, 4096)))) throw badFile('doctype')
    parser.write(text)
    quiet += text.length
    if (quiet > fileLimits.chars) throw badFile('too_long', `Line ${parser.line}.`)
  }
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined })
    } catch {
      throw badFile('not_utf8')
    }
  }
  for await (const chunk of file) {
    bytes += chunk.length
    if (bytes > fileLimits.bytes) throw badFile('too_large')
    for (let at = 0; at < chunk.length; at += 65_536) {
      feed(decode(chunk.subarray(at, at + 65_536)))
      yield* reader.ready.splice(0)
    }
  }
  feed(decode())
  parser.close()
  yield* reader.ready.splice(0)
}

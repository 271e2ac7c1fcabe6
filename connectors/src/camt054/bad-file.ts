// Why a file is not taken at all.
import { BadInput } from '../bad-input.ts'

const sentences = {
  too_large: 'The file is larger than 64 MB.',
  too_deep: 'The file has elements nested deeper than any camt.054 file.',
  too_long: 'The file has an element that is longer than any of camt.054.',
  doctype: 'The file has a DOCTYPE. camt.054 files have none, so it was not read.',
  not_utf8: 'The file is not written in UTF-8.',
  not_xml: 'The file is not complete and well-formed XML.',
  not_camt054: 'The file is no camt.054 in version 02, 04 or 08.'
}
type BadFileCode = keyof typeof sentences

/** A sentence for people; detail, such as the place in the file, stands after it. Never holds what the file says. */
export const badFile = (code: BadFileCode, detail?: string): BadInput =>
  new BadInput(detail ? `${sentences[code]} ${detail}` : sentences[code], { status: 422, code })

// Plain sentences as SSML, so that nothing in a message can be markup.

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Text as XML 1.0 may hold it: markup escaped, characters that XML has not left out. */
export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
    .replaceAll(/[&<>"']/g, (mark) => entities[mark]!)

/** One paragraph for each sentence. */
export const toSsml = (sentences: readonly string[]): string =>
  `<speak>${sentences.map((sentence) => `<p>${escapeXml(sentence)}</p>`).join('')}</speak>`

/** How many characters a sentence takes of a speech. */
export const ssmlLength = (sentence: string): number => escapeXml(sentence).length + '<p></p>'.length

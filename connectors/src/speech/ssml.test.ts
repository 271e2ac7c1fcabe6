// Tests that nothing in a message becomes markup of a speech.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { escapeXml, ssmlLength, toSsml } from './ssml.ts'

const unescape = (text: string): string =>
  text.replaceAll(
    /&(amp|lt|gt|quot|apos);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'"
  )

test('an audio element in a message is spoken as text, not played', () => {
  const said = toSsml(['Ben wrote: <audio src="https://evil.example/a.mp3"/></p></speak>&#x3c;break/>'])
  assert.equal(
    said,
    '<speak><p>Ben wrote: &lt;audio src=&quot;https://evil.example/a.mp3&quot;/&gt;&lt;/p&gt;&lt;/speak&gt;&amp;#x3c;break/&gt;</p></speak>'
  )
})

test('whatever the text, only our own elements are in the speech and the words stay the same', () => {
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('<', '>', '&', ';', 'amp', '\0', '\ud800') })
  )
  fc.assert(
    fc.property(any, (text) => {
      const escaped = escapeXml(text)
      assert.doesNotMatch(escaped, /[<>"']|&(?!(amp|lt|gt|quot|apos);)/)
      // oxlint-disable-next-line no-control-regex
      assert.doesNotMatch(escaped, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
      assert.ok(escaped.isWellFormed())
      // oxlint-disable-next-line no-control-regex
      const kept = text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
      assert.equal(unescape(escaped), kept)
      assert.equal(toSsml([text, text]).length, 2 * ssmlLength(text) + '<speak></speak>'.length)
    })
  )
})

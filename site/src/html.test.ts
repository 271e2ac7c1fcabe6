// Tests of the template that makes all markup.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { html } from './html.ts'
import { lines } from './lines.ts'

test('no text becomes markup, in text or in an attribute', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { markup } = html`<p title="${text}">${[text, html`<b>${text}</b>`]}</p>`
      const bare = markup.replaceAll(/&(amp|lt|gt|quot|#39);/g, '')
      assert.equal(bare.split('<').length - 1, 4)
      assert.equal(bare.split('"').length - 1, 2)
      assert.ok(!bare.includes("'"))
    })
  )
})

test('undefined and false are nothing, zero is zero', () => {
  assert.equal(html`a${undefined}b${false}c${0}`.markup, 'abc0')
})

test('line ends become breaks and nothing else does', () => {
  assert.equal(lines('a\n<br>\nb').markup, 'a<br />&lt;br&gt;<br />b')
})

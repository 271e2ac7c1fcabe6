// Draws an address as a QR code.
import { type Html, html } from '../html.ts'
import { generate } from 'lean-qr'

const quietZone = 4

/** Dark on light also where the page is dark: cameras expect it. label: what a screen reader says. */
export const qr = (text: string, label: string): Html => {
  const code = generate(text)
  const rows = Array.from({ length: code.size }, (_, y) =>
    Array.from({ length: code.size }, (_, x) => (code.get(x, y) ? `M${x} ${y}h1v1h-1z` : '')).join('')
  )
  const size = code.size + 2 * quietZone
  return html`<svg class="qr" viewBox="${-quietZone} ${-quietZone} ${size} ${size}" role="img" aria-label="${label}">
    <rect x="${-quietZone}" y="${-quietZone}" width="${size}" height="${size}" fill="#fff" />
    <path d="${rows.join('')}" fill="#000" />
  </svg>`
}

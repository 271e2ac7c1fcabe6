// Draws a poster for a title: lamplight over water, always the same one for the same film or series.
import { type Html, html } from '@parley/site'
import type { Title } from '@parley/connectors/media/watched.ts'

const skies = ['#1d2b4f', '#3b1f3f', '#143c3c', '#17494d', '#2a2346', '#12343b', '#452033']
const lights = ['#ffc857', '#ff9f5a', '#f4e3b2', '#ff7f6e', '#9fd8cb', '#c9b6f2']

// FNV-1a, 32 bits: spreads well and needs no key, since nothing depends on it but looks.
const hash = (text: string): number => {
  let h = 0x811c9dc5
  for (const character of text) h = Math.imul(h ^ character.codePointAt(0)!, 0x01000193)
  return (h ^ (h >>> 15)) >>> 0
}

/** An SVG that says nothing to a screen reader: the name stands beside it. */
export const poster = ({ series, name }: Title): Html => {
  const seed = hash(series ?? name)
  const sky = skies[(seed >>> 11) % skies.length]!
  const light = lights[(seed >>> 3) % lights.length]!
  const [x, y, r] = [14 + ((seed >>> 9) % 33), 16 + ((seed >>> 15) % 26), 6 + ((seed >>> 20) % 9)]
  const hill = 52 + ((seed >>> 24) % 14)
  return html`<svg class="poster" viewBox="0 0 60 90" aria-hidden="true">
    <rect width="60" height="90" fill="${sky}" />
    <circle cx="${x}" cy="${y}" r="${r * 2}" fill="${light}" opacity=".18" />
    <circle cx="${x}" cy="${y}" r="${r}" fill="${light}" />
    <path d="M0 ${hill}Q15 ${hill - 14} 30 ${hill}T60 ${hill - 4}V90H0Z" fill="#0b0e1a" opacity=".55" />
    <path d="M0 72H60V90H0Z" fill="#0b0e1a" />
    <path d="M${x - 9} 76h18M${x - 6} 80h12M${x - 3} 84h6" stroke="${light}" stroke-width="1.5" opacity=".7" />
  </svg>`
}

// Draws a sleeve for a song: cut-paper shapes, always the same ones for the same album.
import { html, type Html } from '@parley/site'
import type { Song } from '@parley/connectors/listenbrainz/parse-song.ts'

const papers = ['#f4502e', '#f7b32b', '#12766f', '#2b3a8c', '#e98fb0', '#f3e3c7', '#25131f']

// FNV-1a, 32 bits: spreads well and needs no key, since nothing depends on it but looks.
const hash = (text: string): number => {
  let h = 0x811c9dc5
  for (const character of text) h = Math.imul(h ^ character.codePointAt(0)!, 0x01000193)
  return (h ^ (h >>> 15)) >>> 0
}

const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`

/** Each has three pieces of paper, the lowest first. */
const shapes: [string, string, string][] = [
  [circle(50, 50, 34), circle(50, 50, 20), circle(50, 50, 6)],
  ['M0 100A50 50 0 0 1 100 100Z', 'M0 50A25 25 0 0 1 50 50Z', 'M50 50A25 25 0 0 1 100 50Z'],
  ['M0 0H34V100H0Z', circle(66, 36, 26), 'M34 72H100V100H34Z'],
  ['M0 0L100 100H0Z', circle(70, 30, 20), 'M0 100L40 60L80 100Z'],
  ['M0 70Q25 45 50 70T100 70V100H0Z', 'M0 84Q25 60 50 84T100 84V100H0Z', circle(30, 30, 17)],
  [circle(0, 100, 78), circle(0, 100, 52), circle(0, 100, 26)]
]

/** The sleeve as an SVG that says nothing to a screen reader: the song's name stands beside it. */
export const cover = (song: Song): Html => {
  const seed = hash(`${song.artist}\n${song.album ?? song.name}`)
  const at = (n: number): string => papers[(seed + n * (1 + (seed % 2))) % papers.length]!
  const shape = shapes[(seed >>> 8) % shapes.length]!
  return html`<svg class="cover" viewBox="0 0 100 100" aria-hidden="true">
    <rect width="100" height="100" fill="${at(0)}" />
    ${shape.map((piece, i) => html`<path d="${piece}" fill="${at(i + 1)}" />`)}
  </svg>`
}

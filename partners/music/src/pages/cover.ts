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

const shapes: ((a: string, b: string, c: string) => Html)[] = [
  (a, b, c) =>
    html`<circle cx="50" cy="50" r="34" fill="${a}" /><circle cx="50" cy="50" r="20" fill="${b}" /><circle
        cx="50"
        cy="50"
        r="6"
        fill="${c}"
      />`,
  (a, b, c) =>
    html`<path d="M0 100A50 50 0 0 1 100 100Z" fill="${a}" /><path d="M0 50A25 25 0 0 1 50 50Z" fill="${b}" /><path
        d="M50 50A25 25 0 0 1 100 50Z"
        fill="${c}"
      />`,
  (a, b, c) =>
    html`<rect width="34" height="100" fill="${a}" /><circle cx="66" cy="36" r="26" fill="${b}" /><rect
        x="34"
        y="72"
        width="66"
        height="28"
        fill="${c}"
      />`,
  (a, b, c) =>
    html`<path d="M0 0L100 100H0Z" fill="${a}" /><circle cx="70" cy="30" r="20" fill="${b}" /><path
        d="M0 100L40 60L80 100Z"
        fill="${c}"
      />`,
  (a, b, c) =>
    html`<path d="M0 70Q25 45 50 70T100 70V100H0Z" fill="${a}" /><path
        d="M0 84Q25 60 50 84T100 84V100H0Z"
        fill="${b}"
      /><circle cx="30" cy="30" r="17" fill="${c}" />`,
  (a, b, c) =>
    html`<circle cx="0" cy="100" r="78" fill="${a}" /><circle cx="0" cy="100" r="52" fill="${b}" /><circle
        cx="0"
        cy="100"
        r="26"
        fill="${c}"
      />`
]

/** The sleeve as an SVG that says nothing to a screen reader: the song's name stands beside it. */
export const cover = (song: Song): Html => {
  const seed = hash(`${song.artist}\n${song.album ?? song.name}`)
  const at = (n: number): string => papers[(seed + n * (1 + (seed % 2))) % papers.length]!
  const shape = shapes[(seed >>> 8) % shapes.length]!
  return html`<svg class="cover" viewBox="0 0 100 100" aria-hidden="true">
    <rect width="100" height="100" fill="${at(0)}" />
    ${shape(at(1), at(2), at(3))}
  </svg>`
}

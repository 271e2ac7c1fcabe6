// The built-in player: play, pause, next, and a listen sent when half of a song was heard.
import { nowSeconds } from '../clock.ts'
import { scrobble } from './scrobble.ts'
import { type Tune, tunes } from './songs.ts'
import { makeSound, type Sound } from './sound.ts'

const find = <T extends Element>(selector: string, kind: new () => T): T => {
  const element = document.querySelector(selector)
  if (!(element instanceof kind)) throw new Error(`${selector} is missing`)
  return element
}

const root = find('#player', HTMLElement)
const play = find('#play', HTMLButtonElement)
const bar = find('#progress', HTMLProgressElement)
const status = find('#player-status', HTMLElement)
const token = root.dataset['token'] ?? ''

let sound: Sound | undefined
let index = 0
let playing = false
let counted = false
let startedAt = 0
let report: ReturnType<typeof setTimeout> | undefined

const tune = (): Tune => tunes[index]!

/** Reports what plays after a breath, so that skipping through songs or tapping pause sends one report, not many. */
const reportSoon = (): void => {
  clearTimeout(report)
  report = setTimeout(() => {
    if (!playing) return
    void scrobble(token, tune()).then((ok) => (status.textContent = ok ? '' : 'This listen could not be saved.'))
  }, 400)
}

const show = (): void => {
  find('#title', HTMLElement).textContent = tune().name
  find('#artist', HTMLElement).textContent = `${tune().artist} · ${tune().album}`
  for (const row of document.querySelectorAll<HTMLElement>('[data-tune]')) {
    const current = Number(row.dataset['tune']) === index
    row.toggleAttribute('aria-current', current)
    if (current) find('#sleeve', HTMLElement).replaceChildren(row.querySelector('svg')?.cloneNode(true) ?? '')
  }
  play.setAttribute('aria-label', playing ? 'Pause' : 'Play')
  root.classList.toggle('playing', playing)
  bar.max = tune().seconds
  find('#share-now', HTMLAnchorElement).href = `/share?tune=${index}`
}

const start = (next: number): void => {
  index = (next + tunes.length) % tunes.length
  sound ??= makeSound(() => start(index + 1))
  sound.start(tune())
  playing = true
  counted = false
  startedAt = nowSeconds()
  show()
  reportSoon()
}

const toggle = (): void => {
  if (!sound) return start(index)
  playing = !playing
  if (playing) sound.resume()
  else sound.pause()
  show()
  reportSoon()
}

setInterval(() => {
  const position = sound?.position() ?? 0
  bar.value = position
  if (playing && !counted && position > tune().seconds / 2) {
    counted = true
    void scrobble(token, tune(), startedAt)
  }
}, 250)

play.addEventListener('click', toggle)
find('#next', HTMLButtonElement).addEventListener('click', () => start(index + 1))
find('#previous', HTMLButtonElement).addEventListener('click', () => start(index - 1))
for (const row of document.querySelectorAll<HTMLElement>('[data-tune]')) {
  row.addEventListener('click', () => start(Number(row.dataset['tune'])))
}
// Until here nobody would have heard them.
for (const button of document.querySelectorAll<HTMLButtonElement>('button:disabled')) button.disabled = false
show()

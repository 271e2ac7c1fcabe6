// Replays a session: the time runs fast, and the reports go where a media server would send them.
import { demoSessions } from './demo-sessions.ts'

const find = <T extends Element>(selector: string, kind: new () => T): T => {
  const element = document.querySelector(selector)
  if (!(element instanceof kind)) throw new Error(`${selector} is missing`)
  return element
}

const player = find('#player', HTMLElement)
const what = find('#what', HTMLSelectElement)
const who = find('#who', HTMLSelectElement)
const play = find('#play', HTMLButtonElement)
/** In percent. */
const seek = find('#seek', HTMLInputElement)

const ticksPerMinute = 600_000_000
/** Of the film, in one of ours. */
const minutesPerSecond = 4
const tickMs = 100
/** As often as media servers do. */
const reportEveryMs = 10_000

let playing = false

const report = async (event: 'Start' | 'Progress' | 'Stop', completed = false): Promise<void> => {
  const { item, minutes } = demoSessions[what.selectedIndex]!
  const body = {
    ...item,
    NotificationType: `Playback${event}`,
    RunTimeTicks: minutes * ticksPerMinute,
    PlaybackPositionTicks: Math.round((seek.valueAsNumber / 100) * minutes * ticksPerMinute),
    PlayedToCompletion: completed,
    NotificationUsername: who.selectedOptions[0]?.text,
    UserId: who.value
  }
  const said = await fetch(player.dataset['hook']!, { method: 'POST', body: JSON.stringify(body) })
    .then((answer) => answer.json() as Promise<{ said?: string; error?: string }>)
    .catch(() => ({ said: undefined, error: 'The report did not arrive.' }))
  find('#status', HTMLElement).textContent = said.said ?? said.error ?? ''
}

const show = (): void => {
  const { minutes } = demoSessions[what.selectedIndex]!
  const words = `${Math.floor((seek.valueAsNumber / 100) * minutes)} of ${minutes} minutes`
  find('#position', HTMLElement).textContent = words
  seek.setAttribute('aria-valuetext', words)
  play.textContent = playing ? 'Stop' : 'Play'
  what.disabled = playing
  who.disabled = playing
  player.style.setProperty('--part', seek.value)
}

const turn = (on: boolean, completed = false): void => {
  playing = on
  void report(on ? 'Start' : 'Stop', completed)
  if (completed) seek.value = '0'
  show()
}

play.addEventListener('click', () => turn(!playing))
seek.addEventListener('input', show)
what.addEventListener('change', () => {
  seek.value = '0'
  show()
})
setInterval(() => {
  if (!playing) return
  seek.valueAsNumber += (minutesPerSecond * tickMs) / 10 / demoSessions[what.selectedIndex]!.minutes
  if (seek.value === seek.max) turn(false, true)
  show()
}, tickMs)
setInterval(() => playing && void report('Progress'), reportEveryMs)
show()

// Replays a session: the time runs fast, and the reports go where a media server would send them.
import { demoSessions } from './demo-sessions.ts'

const player = document.querySelector<HTMLElement>('#player')!
const what = document.querySelector<HTMLSelectElement>('#what')!
const who = document.querySelector<HTMLSelectElement>('#who')!
const play = document.querySelector<HTMLButtonElement>('#play')!
/** In percent. */
const seek = document.querySelector<HTMLInputElement>('#seek')!
const position = document.querySelector('#position')!
const status = document.querySelector('#status')!

const ticksPerMinute = 600_000_000
/** Of the film, in a second of ours. */
const minutesPerSecond = 4
const tickMs = 100
/** As often as media servers do. */
const reportEveryMs = 10_000

let playing = false
const session = () => demoSessions[what.selectedIndex]!
const minute = (): number => (seek.valueAsNumber / 100) * session().minutes

const report = async (event: 'Start' | 'Progress' | 'Stop', completed = false): Promise<void> => {
  const body = JSON.stringify({
    ...session().item,
    NotificationType: `Playback${event}`,
    RunTimeTicks: session().minutes * ticksPerMinute,
    PlaybackPositionTicks: Math.round(minute() * ticksPerMinute),
    PlayedToCompletion: completed,
    NotificationUsername: who.selectedOptions[0]?.text,
    UserId: who.value
  })
  const answer = await fetch(player.dataset['hook']!, { method: 'POST', body }).catch(() => undefined)
  const { said, error } = ((await answer?.json()) ?? {}) as { said?: string; error?: string }
  status.textContent = said ?? error ?? 'The report did not arrive.'
}

const show = (): void => {
  const words = `${Math.floor(minute())} of ${session().minutes} minutes`
  position.textContent = words
  seek.setAttribute('aria-valuetext', words)
  play.textContent = playing ? 'Stop' : 'Play'
  what.disabled = who.disabled = playing
  player.style.setProperty('--part', seek.value)
}

const turn = (on: boolean, completed = false): void => {
  playing = on
  void report(on ? 'Start' : 'Stop', completed)
  if (completed) seek.value = '0'
  show()
}

// Until here nobody would have heard it.
play.disabled = false
play.addEventListener('click', () => turn(!playing))
seek.addEventListener('input', show)
what.addEventListener('change', show)
setInterval(() => {
  if (!playing) return
  seek.valueAsNumber += (minutesPerSecond * tickMs) / 10 / session().minutes
  if (seek.value === seek.max) turn(false, true)
  show()
}, tickMs)
setInterval(() => playing && void report('Progress'), reportEveryMs)
show()

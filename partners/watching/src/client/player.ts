// Replays a session: the time runs as fast as one likes, and the reports go where a media server would send them.
import { demoSessions, type DemoSession } from './demo-sessions.ts'
import { clock } from './play-position.ts'

const find = <T extends Element>(selector: string, kind: new () => T): T => {
  const element = document.querySelector(selector)
  if (!(element instanceof kind)) throw new Error(`${selector} is missing`)
  return element
}

const root = find('#player', HTMLElement)
const play = find('#play', HTMLButtonElement)
const seek = find('#seek', HTMLInputElement)
const status = find('#status', HTMLElement)
const ticksPerSecond = 10_000_000
/** Media servers report every ten seconds; here every ten seconds of ours at most. */
const reportEveryMs = 10_000
const tickMs = 100

let session = demoSessions[0]!
let seconds = 0
let playing = false
let started = false
let reportedMs = 0

const length = (): number => session.minutes * 60

const report = async (event: 'Start' | 'Progress' | 'Stop', completed = false): Promise<void> => {
  const me = find('#who', HTMLSelectElement).value === 'me'
  const { title, imdb }: DemoSession = session
  const body = {
    ServerName: 'Lantern',
    NotificationType: `Playback${event}`,
    ItemType: title.kind === 'film' ? 'Movie' : 'Episode',
    Name: title.name,
    ...(title.series && { SeriesName: title.series, SeasonNumber: title.season, EpisodeNumber: title.episode }),
    Year: title.year,
    Provider_imdb: imdb,
    RunTimeTicks: length() * ticksPerSecond,
    PlaybackPositionTicks: Math.round(seconds) * ticksPerSecond,
    DeviceName: 'Lantern player',
    NotificationUsername: me ? root.dataset['name'] : 'Tom',
    UserId: me ? root.dataset['account'] : '70600000000000000000000000000000',
    ...(event === 'Stop' && { PlayedToCompletion: completed })
  }
  reportedMs = performance.now()
  const answer = await fetch(`/hooks/${root.dataset['token']}/jellyfin`, {
    method: 'POST',
    body: JSON.stringify(body)
  }).catch(() => undefined)
  const said = (await answer?.json().catch(() => undefined)) as { said?: string; error?: string } | undefined
  status.textContent = said?.said ?? said?.error ?? 'The report did not arrive.'
}

const show = (): void => {
  const part = seconds / length()
  find('#now', HTMLElement).textContent = session.title.name
  find('#about', HTMLElement).textContent = session.about
  find('#position', HTMLElement).textContent = clock(seconds)
  find('#length', HTMLElement).textContent = clock(length())
  seek.value = String(part * 100)
  seek.setAttribute('aria-valuetext', `${clock(seconds)} of ${clock(length())}`)
  play.textContent = playing ? 'Pause' : 'Play'
  root.style.setProperty('--part', String(part))
  root.classList.toggle('playing', playing)
}

const end = (completed: boolean): void => {
  playing = false
  if (started) void report('Stop', completed)
  started = false
  if (completed) seconds = 0
  show()
}

play.addEventListener('click', () => {
  playing = !playing
  if (!started) void report('Start')
  started = true
  show()
})
find('#stop', HTMLButtonElement).addEventListener('click', () => end(false))
find('#who', HTMLSelectElement).addEventListener('change', () => end(false))
seek.addEventListener('input', () => {
  seconds = (Number(seek.value) / 100) * length()
  show()
})
for (const button of document.querySelectorAll<HTMLElement>('[data-session]')) {
  button.addEventListener('click', () => {
    end(false)
    session = demoSessions[Number(button.dataset['session'])]!
    seconds = 0
    for (const each of document.querySelectorAll('[data-session]'))
      each.setAttribute('aria-pressed', String(each === button))
    show()
  })
}
setInterval(() => {
  if (!playing) return
  seconds = Math.min(length(), seconds + (tickMs / 1000) * Number(find('#speed', HTMLSelectElement).value))
  if (seconds >= length()) return end(true)
  if (performance.now() - reportedMs >= reportEveryMs) void report('Progress')
  show()
}, tickMs)
show()

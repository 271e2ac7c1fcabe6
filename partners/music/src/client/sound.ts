// Plays a tune with WebAudio: two voices, scheduled a little ahead of the clock.
import type { Tune } from './songs.ts'

const aheadSeconds = 0.2
const tickMs = 60

/** Half tones from A4; undefined for a rest. */
const noteAt = (notes: string, step: number): number | undefined => {
  const all = notes.split(' ')
  const note = all[step % all.length]!
  return note === '.' ? undefined : Number(note)
}

export type Sound = {
  /** Plays a tune from its start. */
  start: (tune: Tune) => void
  pause: () => void
  resume: () => void
  /** Seconds into the tune. */
  position: () => number
}

/** onEnd is called when a tune is over. Must be made in answer to a click, or the browser keeps it silent. */
export const makeSound = (onEnd: () => void): Sound => {
  const audio = new AudioContext()
  const volume = audio.createGain()
  volume.gain.value = 0.12
  volume.connect(audio.destination)
  let playing: { tune: Tune; startedAt: number; step: number; out: GainNode } | undefined

  type Note = { wave: OscillatorType; halfTones: number; at: number; seconds: number; loud: number }
  const play = (out: GainNode, { wave, halfTones, at, seconds, loud }: Note): void => {
    const voice = audio.createOscillator()
    const shape = audio.createGain()
    voice.type = wave
    voice.frequency.value = 440 * 2 ** (halfTones / 12)
    shape.gain.setValueAtTime(0, at)
    shape.gain.linearRampToValueAtTime(loud, at + 0.02)
    shape.gain.exponentialRampToValueAtTime(0.001, at + seconds)
    voice.connect(shape).connect(out)
    voice.start(at)
    voice.stop(at + seconds + 0.05)
  }

  setInterval(() => {
    if (!playing || audio.state !== 'running') return
    const { tune, startedAt, out } = playing
    const eighth = 30 / tune.beatsPerMinute
    while (startedAt + playing.step * eighth < audio.currentTime + aheadSeconds) {
      const at = startedAt + playing.step * eighth
      const lead = noteAt(tune.notes, playing.step)
      const loud = tune.wave === 'sine' ? 0.8 : 0.35
      if (lead !== undefined) play(out, { wave: tune.wave, halfTones: lead, at, seconds: eighth * 1.8, loud })
      const bass = playing.step % 4 === 0 ? noteAt(tune.bass, playing.step / 4) : undefined
      if (bass !== undefined) play(out, { wave: 'triangle', halfTones: bass, at, seconds: eighth * 3.6, loud: 0.9 })
      playing.step++
    }
    if (audio.currentTime - startedAt >= tune.seconds) {
      playing = undefined
      onEnd()
    }
  }, tickMs)

  return {
    start: (tune) => {
      // Its own way out, so that notes scheduled ahead of the tune before fall silent at once.
      playing?.out.disconnect()
      const out = audio.createGain()
      out.connect(volume)
      playing = { tune, startedAt: audio.currentTime + 0.05, step: 0, out }
      void audio.resume()
    },
    pause: () => void audio.suspend(),
    resume: () => void audio.resume(),
    position: () => (playing ? Math.max(0, audio.currentTime - playing.startedAt) : 0)
  }
}

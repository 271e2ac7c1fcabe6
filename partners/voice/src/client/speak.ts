// In the browser: says what stands on the page, by the machine's WAV, or by the browser's own voice where there is none.

const audio = document.querySelector<HTMLAudioElement>('audio[data-speech]')
const words = document.querySelector('[data-say]')
const note = document.querySelector<HTMLElement>('[data-browser-voice]')

const speakHere = (): void => {
  if (!audio || !words || !('speechSynthesis' in window)) return
  audio.hidden = true
  if (note) note.hidden = false
  speechSynthesis.cancel()
  for (const sentence of words.querySelectorAll('p')) {
    const utterance = new SpeechSynthesisUtterance(sentence.textContent)
    utterance.lang = 'en'
    speechSynthesis.speak(utterance)
  }
}

// Where the page may not make a sound by itself, the controls are there.
audio?.addEventListener('error', speakHere)
if (audio?.error) speakHere()
else void audio?.play().catch(() => undefined)
// What comes next is not talked over.
addEventListener('pagehide', () => 'speechSynthesis' in window && speechSynthesis.cancel())

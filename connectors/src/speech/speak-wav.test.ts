// Tests that hear Voice: there is sound, it is as long as the text, and what cannot be said is not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hearWav } from '@parley/world/hear-wav.ts'
import { speakWav } from './speak-wav.ts'

const installed = (await speakWav(['Hello'])) !== undefined
const skip = installed ? false : 'espeak-ng is not installed'
const hear = async (...sentences: string[]) => hearWav((await speakWav(sentences)) ?? assert.fail('no sound'))

test('speech has sound, and more text takes more time', { skip }, async () => {
  const short = await hear('Ben wrote: hello.')
  const longer = await hear('Ben wrote: hello. Shall we meet at the station at six tomorrow evening?')
  const longest = await hear(...Array.from({ length: 20 }, () => 'Ben wrote: shall we meet at the station at six?'))
  for (const { rms, rate } of [short, longer, longest]) {
    assert.ok(rms > 500, `it is no silence: ${rms}`)
    assert.equal(rate, 22_050)
  }
  assert.ok(short.seconds > 0.5 && short.seconds < 5, String(short.seconds))
  assert.ok(longer.seconds > short.seconds * 1.5)
  assert.ok(longest.seconds > longer.seconds * 5)
})

test('markup in a message is read out, not obeyed', { skip }, async () => {
  const pause = await hear('Ben wrote: <break time="10s"/> hello </speak> world')
  assert.ok(pause.seconds < 9, `no pause of ten seconds: ${pause.seconds}`)
  const all = await hear('& < > " \' \u0001 \ud800 😀 ' + '&'.repeat(500))
  assert.ok(all.rms > 500)
})

test('nothing to say makes no call, and neither does what is too long', async () => {
  assert.equal(await speakWav([], '/nowhere/at/all'), undefined)
  assert.equal(await speakWav(['', ' \n'], '/bin/false'), undefined)
  await assert.rejects(speakWav(['x'.repeat(8001)], '/bin/false'), /too long/)
})

test('without espeak-ng there is no sound; when it fails that is a fault', async () => {
  assert.equal(await speakWav(['Hello'], 'no-such-program-here'), undefined)
  await assert.rejects(speakWav(['Hello'], 'false'), /ended with 1/)
  await assert.rejects(speakWav(['Hello'], 'true'), /0 bytes/)
})

test('all who speak at once are heard, but those who would wait too long', { skip }, async () => {
  const all = await Promise.all(Array.from({ length: 30 }, () => speakWav(['Hello'])))
  assert.equal(all.filter((wav) => wav !== undefined).length, 22)
  assert.ok(await speakWav(['Hello']), 'and then there is room again')
})

// Listens to a WAV file for tests: how long it is, and how loud.

/** seconds; rms: of the loudest second, where 32,768 is the most. Throws when it is no 16-bit WAV. */
export const hearWav = (wav: Buffer): { seconds: number; rms: number; rate: number } => {
  if (wav.toString('latin1', 0, 4) !== 'RIFF' || wav.toString('latin1', 8, 16) !== 'WAVEfmt ') throw new Error('No WAV')
  const [channels, rate, bits] = [wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]
  const bytes = wav.readUInt32LE(40)
  if (channels !== 1 || bits !== 16 || bytes !== wav.length - 44)
    throw new Error('Not 16-bit mono of the length it says')
  const samples = new Int16Array(Uint8Array.from(wav.subarray(44)).buffer)
  let loudest = 0
  for (let start = 0; start < samples.length; start += rate) {
    const second = samples.subarray(start, start + rate)
    loudest = Math.max(loudest, Math.sqrt(second.reduce((sum, sample) => sum + sample * sample, 0) / second.length))
  }
  return { seconds: samples.length / rate, rms: loudest, rate }
}

// How fast people's messages become durable and arrive: 100 people over WebSocket, saturated and at a steady pace.
import { setTimeout as sleep } from 'node:timers/promises'
import { openPairs, type Talker } from './live-pairs.ts'
import { startPlatformProcess, type CpuSeconds, type PlatformProcess } from './platform-process.ts'

/** One measured figure. aim: what it should be, in words. */
export type Row = { name: string; value: number; unit: string; aim?: string }

const pairs = 50
const inFlightPerPerson = 20
const steadyPerSecond = 500

type Measured = { seconds: number; sent: number; delivered: number; latenciesMs: Float64Array; cpu: CpuSeconds }

const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Counts for a while what the talkers see while they go on talking. */
const measure = async (platform: PlatformProcess, talkers: readonly Talker[], seconds: number): Promise<Measured> => {
  const latencies: number[] = []
  let sent = 0
  let counting = true
  for (const talker of talkers) {
    const { onSent } = talker
    talker.onSent = () => {
      if (counting) sent += 1
      onSent()
    }
    talker.onDelivered = (latencyMs) => {
      if (counting) latencies.push(latencyMs)
    }
  }
  const before = await platform.cpu()
  const start = performance.now()
  await sleep(seconds * 1000)
  counting = false
  const took = (performance.now() - start) / 1000
  const after = await platform.cpu()
  return {
    seconds: took,
    sent,
    delivered: latencies.length,
    latenciesMs: Float64Array.from(latencies).sort(),
    cpu: { server: after.server - before.server, postgres: after.postgres - before.postgres }
  }
}

const saturated = async (platform: PlatformProcess, talkers: readonly Talker[]): Promise<Measured> => {
  let talking = true
  for (const talker of talkers) {
    talker.onSent = () => {
      if (talking) talker.say()
    }
    for (let n = 0; n < inFlightPerPerson; n++) talker.say()
  }
  // The code of the server is compiled and the caches are warm before it counts.
  await sleep(5000)
  const measured = await measure(platform, talkers, 10)
  talking = false
  await sleep(1000)
  return measured
}

const steady = async (platform: PlatformProcess, talkers: readonly Talker[]): Promise<Measured> => {
  for (const talker of talkers) talker.onSent = () => {}
  let said = 0
  const start = performance.now()
  const pace = setInterval(() => {
    const due = ((performance.now() - start) / 1000) * steadyPerSecond
    for (; said < due; said++) talkers[said % talkers.length]!.say()
  }, 1)
  await sleep(5000)
  const measured = await measure(platform, talkers, 10)
  clearInterval(pace)
  await sleep(500)
  return measured
}

const per10k = (seconds: number, messages: number): number => (seconds / messages) * 10_000

/** Starts a platform, measures, stops it. Takes about 45 seconds. */
export const benchSend = async (): Promise<Row[]> => {
  const platform = await startPlatformProcess()
  try {
    const talkers = await openPairs(platform.url, pairs)
    // The steady pace first: what saturation leaves behind (vacuum, checkpoint) is not part of it.
    const slow = await steady(platform, talkers)
    const full = await saturated(platform, talkers)
    for (const talker of talkers) talker.close()
    const server = per10k(full.cpu.server, full.sent)
    const postgres = per10k(full.cpu.postgres, full.sent)
    return [
      { name: 'durable', value: full.sent / full.seconds, unit: 'messages/s', aim: '8000' },
      { name: 'delivered', value: full.delivered / full.seconds, unit: 'messages/s', aim: '8000' },
      { name: 'CPU of the server', value: server, unit: 's per 10,000' },
      { name: 'CPU of PostgreSQL', value: postgres, unit: 's per 10,000' },
      { name: 'CPU of both', value: server + postgres, unit: 's per 10,000', aim: '2 at most' },
      { name: 'sent to delivered, p50, saturated', value: percentile(full.latenciesMs, 0.5), unit: 'ms' },
      { name: 'sent to delivered, p99, saturated', value: percentile(full.latenciesMs, 0.99), unit: 'ms' },
      { name: `sent to delivered, p50, at ${steadyPerSecond}/s`, value: percentile(slow.latenciesMs, 0.5), unit: 'ms' },
      {
        name: `sent to delivered, p99, at ${steadyPerSecond}/s`,
        value: percentile(slow.latenciesMs, 0.99),
        unit: 'ms',
        aim: 'under 10'
      }
    ]
  } finally {
    await platform.stop()
  }
}

/** A table for a terminal. */
export const printRows = (title: string, rows: readonly Row[]): void => {
  const lines = rows.map(({ name, value, unit, aim }) => {
    const figure = value >= 100 ? value.toFixed(0) : value.toFixed(2)
    return `  ${name.padEnd(40)} ${figure.padStart(9)} ${unit}${aim === undefined ? '' : ` (aim: ${aim})`}`
  })
  process.stdout.write(`${title}\n${lines.join('\n')}\n`)
}

if (import.meta.main) printRows(`Sending: ${pairs * 2} people over WebSocket, 100-byte messages`, await benchSend())

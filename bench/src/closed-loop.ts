// A closed loop of requests: each worker sends its next one when the last was answered.

export type Loop = { seconds: number; done: number; latenciesMs: Float64Array }

/** Runs `workers` side by side until the time is up. `request` gets the worker's number and throws when the answer is not right. */
export const runLoop = async (
  workers: number,
  seconds: number,
  request: (worker: number) => Promise<void>
): Promise<Loop> => {
  const latencies: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  const work = async (worker: number): Promise<void> => {
    while (performance.now() < end) {
      const before = performance.now()
      await request(worker)
      latencies.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
  return {
    seconds: (performance.now() - start) / 1000,
    done: latencies.length,
    latenciesMs: Float64Array.from(latencies).sort()
  }
}

export const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

// The counts that Node's test reporter prints last: reading them, adding them up, printing the sum.

const names = ['tests', 'suites', 'pass', 'fail', 'cancelled', 'skipped', 'todo'] as const

export type Counts = Record<(typeof names)[number], number>

export const noCounts = (): Counts => ({ tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 })

/** Splits the output of one test file into what it says and the counts at its end (undefined when they never came). */
export const splitCounts = (output: string): { text: string; counts: Counts | undefined } => {
  const counts = noCounts()
  let found = 0
  const lines = output.split('\n').filter((line) => {
    const match = /^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)$/.exec(line)
    if (!match) return true
    const name = names.find((known) => known === match[1])
    if (name) {
      counts[name] = Number(match[2])
      found++
    }
    return false
  })
  return { text: lines.join('\n').trim(), counts: found === names.length ? counts : undefined }
}

export const addCounts = (a: Counts, b: Counts): Counts => {
  const sum = noCounts()
  for (const name of names) sum[name] = a[name] + b[name]
  return sum
}

/** In the form of Node's own summary. */
export const countLines = (counts: Counts, durationMs: number): string =>
  [...names.map((name) => `ℹ ${name} ${counts[name]}`), `ℹ duration_ms ${Math.round(durationMs)}`].join('\n')

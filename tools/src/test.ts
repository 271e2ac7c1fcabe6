// npm test: every test file against one fresh PostgreSQL, then the browser tests; the counts come last.
import { config } from './config.ts'
import { findChromium } from './find-chromium.ts'
import { type FileResult, runTestFile } from './run-test-file.ts'
import { shortFailures } from './short-failures.ts'
import { startTestCluster } from './test-cluster.ts'
import { addCounts, countLines, noCounts } from './test-counts.ts'
import { testFiles } from './test-files.ts'

const filesAtOnce = 2
const plainLimitMs = 240_000
const browserLimitMs = 240_000
const slowestShown = 8
const slowMs = 2_000

const startedMs = performance.now()
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

const files = testFiles(process.argv.slice(2))
if (files.plain.length + files.browser.length === 0) {
  console.error('No test file has such a path; give paths like server/src/people, or none for all tests')
  process.exit(1)
}

const runAll = async (
  paths: string[],
  atOnce: number,
  limitMs: number,
  env: Record<string, string>
): Promise<FileResult[]> => {
  const results: FileResult[] = []
  const waiting = [...paths]
  // One worker goes through the big files from the front, the others come from the back: no two big ones take each other's time.
  const work = async (next: () => string | undefined) => {
    for (let path = next(); path !== undefined && !stopping.signal.aborted; path = next()) {
      const result = await runTestFile({ path, limitMs, env, signal: stopping.signal })
      console.log(`\n${path} (${(result.durationMs / 1000).toFixed(1)} s)\n${result.text}`)
      results.push(result)
    }
  }
  const fromBack = Array.from({ length: atOnce - 1 }, () => work(() => waiting.pop()))
  await Promise.all([work(() => waiting.shift()), ...fromBack])
  return results
}

/** Why browser tests that were asked for do not run; undefined when they do. */
const browserProblem = (chromium: string | undefined): string | undefined => {
  if (files.browser.length === 0 || chromium !== undefined) return undefined
  return 'Chromium is not installed (Debian: apt-get install chromium; or set PARLEY_CHROMIUM to its path)'
}

const report = (results: FileResult[], problem: string | undefined) => {
  const slow = results.filter(({ durationMs }) => durationMs >= slowMs).toSorted((a, b) => b.durationMs - a.durationMs)
  if (slow.length > 0) console.log('\nSlowest files:')
  for (const { path, durationMs } of slow.slice(0, slowestShown))
    console.log(`  ${(durationMs / 1000).toFixed(1)} s ${path}`)
  const bad = results.filter(({ good }) => !good)
  // Once more at the end: of a long run, often only the end is kept.
  for (const { path, text } of bad) console.log(`\nFailed: ${path}\n${shortFailures(text)}`)
  if (bad.length > 0) console.log(`\nFailed files:\n${bad.map(({ path }) => `  ${path}`).join('\n')}`)
  if (problem !== undefined) console.log(`\nBrowser tests did not run: ${problem}`)
  if (stopping.signal.aborted) console.log('\nStopped before the end.')
  const counts = results.map((result) => result.counts).reduce(addCounts, noCounts())
  console.log(`\n${countLines(counts, performance.now() - startedMs)}`)
  const isBad = bad.length > 0 || stopping.signal.aborted || (problem !== undefined && config.isCi)
  process.exitCode = isBad ? 1 : 0
}

const chromium = findChromium()
const problem = browserProblem(chromium)
const cluster = config.testDatabaseUrl === undefined ? await startTestCluster() : undefined
try {
  const env = { PARLEY_TEST_DATABASE_URL: cluster?.url ?? config.testDatabaseUrl ?? '' }
  const plain = await runAll(files.plain, filesAtOnce, plainLimitMs, env)
  const browser =
    chromium === undefined ? [] : await runAll(files.browser, 1, browserLimitMs, { ...env, PARLEY_CHROMIUM: chromium })
  report([...plain, ...browser], problem)
} finally {
  await cluster?.stop()
}

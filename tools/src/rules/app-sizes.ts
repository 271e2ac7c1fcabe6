// A partner app stays small enough to be read in one sitting: what two of them need belongs in the SDK, the kit or the connectors.
import type { Finding, Source } from '../source.ts'
import { isTypeScript } from '../syntax.ts'

export const appLinesMax = 650

/** Lines with code on them; comments, blank lines and what only tests use do not count. */
const codeLines = (text: string): number => text.split('\n').filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length

const counts = (source: Source): boolean =>
  /^partners\/[\w-]+\/src\//.test(source.path) &&
  isTypeScript(source) &&
  !source.isTest &&
  !source.path.split('/').at(-1)!.startsWith('test-')

/** All sources together, because an app is many files. */
export const appSizes = (sources: Source[]): Finding[] => {
  const sizes = Map.groupBy(sources.filter(counts), ({ building }) => building)
  return [...sizes].flatMap(([building, files]) => {
    const lines = files.reduce((sum, { text }) => sum + codeLines(text), 0)
    const message = `${building} has ${lines} lines of code, at most ${appLinesMax}; move what is not its story into the SDK, site/ or connectors/`
    return lines > appLinesMax ? [{ path: `${building}/src/main.ts`, line: 1, message }] : []
  })
}

// What is said once more about the failures of a test file, in so few characters that the end of a long output holds it.

const lineMax = 500
const headLines = 12
const causeLines = 14
const endLines = 20
const totalMax = 6_000

const cut = (line: string): string =>
  line.length <= lineMax ? line : `${line.slice(0, lineMax)}… (${line.length - lineMax} characters more)`

/** Calls within Node and within packages say nothing about the fault. */
const isForeignCall = (line: string): boolean => /^\s+at .*(\(| )(node:|file:.*\/node_modules\/)/.test(line)

// A counterexample can have any number of lines and stands before the cause.
const shorten = (failure: string): string => {
  const lines = failure.split('\n').filter((line) => !isForeignCall(line))
  const cause = lines.findIndex((line) => line.includes('[cause]:'))
  const parts =
    cause < headLines
      ? [[0, headLines + causeLines]]
      : [
          [0, headLines],
          [cause, cause + causeLines]
        ]
  // Where it was thrown stands behind a difference of any length.
  const place = lines.findIndex((line, i) => i >= Math.max(cause, 0) && /^\s+at /.test(line))
  if (place >= 0) parts.push([place, place + 2])
  return lines
    .filter((line, i) => line !== '' && parts.some(([from = 0, to = 0]) => i >= from && i < to))
    .map(cut)
    .join('\n')
}

/** text: what the file printed, without the counts. For each failed test its name, the message, fast-check's seed and path, and the cause. */
export const shortFailures = (text: string): string => {
  const told = text.lastIndexOf('✖ failing tests:\n')
  if (told < 0) return text.split('\n').slice(-endLines).map(cut).join('\n')
  const failures = text
    .slice(told)
    .split(/^(?=test at )/m)
    .slice(1)
    .map(shorten)
  let kept = 0
  for (let length = 0; kept < failures.length; kept++) {
    length += failures[kept]!.length
    if (kept > 0 && length > totalMax) break
  }
  const more = failures.length > kept ? [`… and ${failures.length - kept} more`] : []
  return [...failures.slice(0, kept), ...more].join('\n\n')
}

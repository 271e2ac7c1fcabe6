// Says in plain sentences what came out of checking.
import { type CheckId, checks, type Finding } from '@parley/protocol/log/finding.ts'
import type { Report } from '../evidence/report.ts'
import { limits } from './limits.ts'

const heads: Record<Report['verdict'], string> = {
  valid: 'VALID.',
  violation: 'NOT VALID.',
  malformed: 'UNREADABLE.',
  insufficient: 'NOT ENOUGH TO SAY.'
}
const meanings: Record<Report['verdict'], string> = {
  valid: 'Everything that was checked holds.',
  violation: 'A rule was broken, or something here is forged.',
  malformed: 'A part of this cannot be read, so it proves nothing.',
  insufficient: 'Nothing wrong was found, but something that is needed is missing.'
}

const byNumber = (a: CheckId, b: CheckId): number => Number(a.slice(1)) - Number(b.slice(1))

/** sentences: what this was about, and what it shows when it holds. */
export const printReport = ({ verdict, findings, checked }: Report, sentences: string[]): string => {
  const lines = [`${heads[verdict]} ${meanings[verdict]}`, '', ...sentences]
  const bad = findings.filter(({ level }) => level !== 'remark')
  if (bad.length > 0) lines.push('', 'Found:', ...foundLines(bad))
  const remarks = findings.filter(({ level }) => level === 'remark')
  if (remarks.length > 0) lines.push('', 'Good to know:', ...remarks.map(({ check, text }) => `  ${check}  ${text}`))
  lines.push(
    '',
    'Checked:',
    ...checked.toSorted(byNumber).map((check) => `  ${mark(check, findings)} ${check.padEnd(4)}${checks[check]}`)
  )
  lines.push('', 'What no log can prove:', ...limits.map((limit) => `  - ${limit}`))
  return `${lines.map(printable).join('\n')}\n`
}

/** Names in evidence are anybody's; none moves the cursor, begins a line or turns the text around. */
const printable = (line: string): string => line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')

/** Of one check and level; --json has them all. */
const shownMax = 10

const foundLines = (findings: readonly Finding[]): string[] => {
  const groups = Map.groupBy(findings, ({ check, level }) => `${check} ${level}`)
  return [...groups.values()].flatMap((group) => [
    ...group.slice(0, shownMax).map(lineOf),
    ...(group.length > shownMax ? [`  ${group[0]!.check.padEnd(4)}and ${group.length - shownMax} more`] : [])
  ])
}

const words: Record<Finding['level'], string> = {
  violation: 'broken',
  malformed: 'unreadable',
  insufficient: 'missing',
  remark: ''
}

const lineOf = ({ check, level, text, index }: Finding): string =>
  `  ${check.padEnd(4)}${words[level].padEnd(11)}${index === undefined ? '' : `entry ${index}: `}${text}`

const mark = (check: CheckId, findings: readonly Finding[]): string => {
  const levels = findings.filter((one) => one.check === check).map(({ level }) => level)
  if (levels.includes('violation') || levels.includes('malformed')) return 'NO  '
  if (levels.includes('insufficient')) return '?   '
  return levels.length > 0 ? 'part' : 'yes '
}

// Judges one line of Activity by the entry that the log has for it: that it is there, that it says what the line shows, and who signed it.
import { fromBase64 } from '@parley/protocol/log/base64.ts'
import type { Activity } from '@parley/protocol/api/grant.ts'
import type { OpenedEntry } from '@parley/protocol/api/evidence.ts'
import type { CheckId, Finding } from '@parley/protocol/log/finding.ts'
import type { JudgedCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import { judgeEntry, type JudgedEntry } from '@parley/protocol/log/judge-entry.ts'
import { judgeRequest, type SigningApps, signingAppsOf } from '@parley/protocol/log/judge-request.ts'
import { count } from '../numbers.ts'
import type { Check } from './check.ts'
import { differences } from './differences.ts'

export type JudgedLine = {
  checks: Check[]
  /** Its texts, as far as they open. */
  entry?: JudgedEntry
  /** The app's name as the log has it. */
  appName?: string
}

type Opened = OpenedEntry['app'][number]

/** lid: the person's name in the log, when this browser has learned it before. */
export const judgeLine = async (
  item: Activity,
  opened: OpenedEntry,
  checkpoint: JudgedCheckpoint,
  lid: string | undefined
): Promise<JudgedLine> => {
  const checks: Check[] = []
  const say = (name: Check['name'], mark: Check['mark'], text: string) => checks.push({ name, mark, text })
  const { judged, findings } = open(opened, checkpoint)
  if (!judged) {
    say('place', 'bad', problemOf(findings[0]) ?? 'The proof of this entry cannot be read.')
    return { checks }
  }
  const { shared, owner } = judged
  say('place', 'good', `This is entry number ${count(judged.index + 1)} of ${count(checkpoint.size)} in the log.`)
  if (!shared || !owner) {
    say('texts', 'bad', problemOf(findings[0]) ?? 'Parley did not show what this entry says.')
    return { checks, entry: judged }
  }
  const about = opened.app.map((one) => open(one, checkpoint))
  const entries = about.flatMap(({ judged: one }) => (one ? [one] : []))
  const appName = 'app' in shared && shared.app !== null ? nameOf(shared.app, entries) : undefined
  const differs = differences(item, shared, owner, appName)
  if (differs.length === 0)
    say(
      'texts',
      'good',
      'What you see here is exactly what was logged: what was done, when, how much and under which permission.'
    )
  for (const difference of differs) say('texts', 'bad', difference)
  if (about.some((one) => one.findings.length > 0))
    say('app', 'bad', 'What Parley says of this app is not what the log has.')
  else if (item.app && appName === undefined)
    say('app', 'note', 'The log’s registration of this app is not here, so its name is Parley’s word.')
  if ('who' in owner && lid !== undefined && owner.who !== lid)
    say('person', 'bad', 'In the log this entry is about somebody else than your earlier ones.')
  const request = await requestCheck(judged, opened.proof, checkpoint.origin, signingAppsOf(entries))
  if (request) checks.push(request)
  if (shared.frame === 'grant' && shared.t === 'give' && owner.frame === 'grant')
    checks.push(consentCheck(owner.signed))
  return { checks, entry: judged, ...(appName !== undefined && { appName }) }
}

const open = (given: Opened, checkpoint: JudgedCheckpoint): { judged?: JudgedEntry; findings: Finding[] } => {
  const findings: Finding[] = []
  const entry = fromBase64(given.entry)
  const path = given.path.map(fromBase64)
  const saltS = fromBase64(given.saltS)
  const saltO = given.saltO === undefined ? undefined : fromBase64(given.saltO)
  if (!entry || !path.every((hash) => hash?.length === 32)) return { findings }
  const evidence = {
    index: given.index,
    entry,
    path: path as Uint8Array[],
    shared: given.shared,
    ...(saltS && { saltS }),
    ...(given.owner !== undefined && { owner: given.owner }),
    ...(saltO && { saltO })
  }
  const judged = judgeEntry(evidence, checkpoint, (check, level, text, index) =>
    findings.push({ check, level, text, ...(index !== undefined && { index }) })
  )
  return { findings, ...(judged && { judged }) }
}

/** In the words of this page; the check's name is the one that parley-verify uses for it. */
const problemOf = (finding: Finding | undefined): string | undefined => {
  if (!finding) return undefined
  const words: Partial<Record<CheckId, string>> = {
    V7: 'What Parley gave as this entry is no entry.',
    V8: 'This entry is not in the log as Parley shows it here.',
    V9: 'What Parley says of this line is not what was logged.',
    V10: 'What Parley says of this line to you and the app is not what was logged.'
  }
  return `${words[finding.check] ?? finding.text} (${finding.check})`
}

/** The last one: an app may register a new name. */
const nameOf = (lid: string, entries: JudgedEntry[]): string | undefined => {
  const names = entries.flatMap(({ shared, owner }) =>
    shared?.frame === 'register' && owner?.frame === 'register' && shared.app === lid ? [owner.name] : []
  )
  return names.at(-1)
}

const requestCheck = async (
  { index, shared, owner }: JudgedEntry,
  proof: string | undefined,
  origin: string,
  apps: SigningApps
): Promise<Check | undefined> => {
  if (shared?.frame !== 'access' && shared?.frame !== 'list') return undefined
  if (owner?.frame !== 'access' && owner?.frame !== 'list') return undefined
  const findings: Finding[] = []
  const result = await judgeRequest({ index, shared, owner, proof, origin }, apps, (check, level, text) =>
    findings.push({ check, level, text })
  )
  const say = (mark: Check['mark'], text: string): Check => ({ name: 'request', mark, text })
  if (findings[0]) return say('bad', `${findings[0].text} (V20)`)
  switch (result) {
    case 'bearer':
    case 'unknown bearer':
      return say(
        'note',
        'The app did not sign this request: it came with a plain token. That it asked is Parley’s word.'
      )
    case 'missing':
      return say('bad', 'The log says that the app signed this request, but Parley did not show the signed request.')
    case 'unregistered':
      return say('note', 'This request is signed, with a key of which nothing here says whose it is.')
    case undefined:
      return say('good', 'The app signed this request with its own key, so it cannot deny that it asked.')
  }
}

const consentCheck = (signed: string | null | undefined): Check => ({
  name: 'consent',
  mark: 'note',
  text: signed
    ? 'The log says that your passkey signed this permission. The evidence file holds the signature, for parley-verify to check.'
    : 'No passkey signed this permission, so that you gave it is Parley’s word.'
})

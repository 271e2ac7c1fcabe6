// What the log itself says of a line, read from the opened entry and from nothing else.
import type { CheckedLine } from './check-line.ts'
import { exactTime } from '../clock.ts'

const kinds: Record<string, string> = {
  read: 'Messages read',
  write: 'Messages written',
  delete: 'Messages deleted',
  list: 'Names looked up',
  give: 'Permission given',
  narrow: 'Permission narrowed',
  pause: 'Permission paused',
  resume: 'Permission resumed',
  revoke: 'Permission revoked',
  end: 'Permission ended',
  undo: 'Undone',
  approve: 'Message approved',
  deny: 'Message not approved',
  withhold: 'Messages hidden',
  allow: 'Messages no longer hidden',
  close: 'Group closed to apps',
  reopen: 'Group opened to apps'
}

export const LoggedFacts = ({ line: { entry, appName } }: { line: Extract<CheckedLine, { state: 'checked' }> }) => {
  const { shared, owner } = entry ?? {}
  if (!shared) return null
  const facts: [name: string, value: string | undefined][] = [
    ['What', kinds[shared.t] ?? shared.t],
    ['When', exactTime(shared.at)],
    ['App', appName],
    ['How many', 'n' in shared ? String(shared.n) : undefined],
    ['Conversation', 'conv' in shared ? (shared.conv ?? undefined) : undefined],
    ['Permission', owner && 'g' in owner ? owner.g : undefined],
    ['App’s name in the log', 'app' in shared ? (shared.app ?? undefined) : undefined],
    ['Your name in the log', owner && 'who' in owner ? owner.who : undefined]
  ]
  return (
    <details className="logged">
      <summary>What the log says</summary>
      <dl>
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            )
        )}
      </dl>
      <p className="quiet">
        The words of messages are not in the log. It holds a fingerprint of each, and names that say nothing to
        outsiders.
      </p>
    </details>
  )
}

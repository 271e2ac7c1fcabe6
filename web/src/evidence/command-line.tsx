// A command of parley-verify with the keys that this browser remembers, to be copied.
import { useEffect } from 'react'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { askedWitnesses } from './asked-witnesses.ts'
import { CopyButton } from './copy-button.tsx'
import { logKeyOf } from './log-key.ts'
import { useKnownLog } from './use-known-log.ts'

/** ask: as in "bundle my.parley-evidence.json". */
export const CommandLine = ({ ask }: { ask: string }) => {
  const known = useKnownLog()
  useEffect(() => {
    // Somebody may come here before the browser has looked for the first time.
    if (!known) void import('./look-at-log.ts').then(({ firstLook }) => firstLook()).catch(() => undefined)
  }, [known])
  const command = `npx parley-verify ${ask}${known ? keysOf(known.policy) : ' --log-key KEY'}`
  return (
    <div className="code-line">
      <code>{command}</code>
      <CopyButton text={command} what="the command" />
    </div>
  )
}

const keysOf = (text: string): string => {
  const policy = parsePolicy(text)
  const keys = Array.from(policy.witnesses.values(), ({ key }) => formatVerifierKey(key))
  const asked = askedWitnesses(policy)
  return [
    ` --log-key '${logKeyOf(text)}'`,
    ...keys.map((key) => ` --witness '${key}'`),
    asked < keys.length ? ` --witnesses ${asked}` : ''
  ].join('')
}

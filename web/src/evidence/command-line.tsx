// The command that checks a file of evidence, with the keys that this browser remembers.
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { logKeyOf } from './log-key.ts'
import { CopyButton } from './copy-button.tsx'
import { useKnownLog } from './use-known-log.ts'

export const CommandLine = ({ file }: { file: string }) => {
  const known = useKnownLog()
  const command = `npx parley-verify bundle ${file}${known ? keysOf(known.policy) : ' --log-key KEY'}`
  return (
    <div className="code-line">
      <code>{command}</code>
      <CopyButton text={command} what="the command" />
    </div>
  )
}

const keysOf = (policy: string): string => {
  const witnesses = Array.from(parsePolicy(policy).witnesses.values(), ({ key }) => formatVerifierKey(key))
  return [` --log-key '${logKeyOf(policy)}'`, ...witnesses.map((key) => ` --witness '${key}'`)].join('')
}

// How anybody checks the log without this page: commands with its address and key, and the files themselves.
import { Link } from 'react-router'
import type { LogStatus } from '@parley/protocol/api/log.ts'
import { logFiles, pages } from '../addresses.ts'
import { Section } from '../ui/page.tsx'
import { CopyButton } from './copy-button.tsx'
import { fingerprint } from './witness-list.tsx'

/** The address under which the log's files are, without a slash at the end. */
const logAddress = (): string => `${location.origin}/log`

export const CheckYourself = ({ status: { vkey, witnesses } }: { status: LogStatus }) => {
  const keys = [` --log-key '${vkey}'`, ...witnesses.map((witness) => ` --witness '${witness.vkey}'`)].join('')
  return (
    <Section id="yourself" title="How to check it yourself">
      <p className="small">
        <code>parley-verify</code> is a small program that needs nothing from Parley but the log’s public files. Take
        the keys from somewhere else than this page when you can: from a friend, or from your own browser of last month.
      </p>
      <Command
        name="The whole log: is it one tree that only grew?"
        text={`npx parley-verify log ${logAddress()}${keys}`}
      />
      <Command
        name="Your evidence: was everything allowed?"
        text={`npx parley-verify bundle my.parley-evidence.json${keys}`}
      />
      <p className="small">
        Your evidence is under <Link to={pages.activity()}>Activity</Link>. The files are those of C2SP tlog-tiles, so
        other programs read them too: <a href={logFiles.checkpoint()}>checkpoint</a>,{' '}
        <a href={logFiles.policy()}>keys (policy)</a>, <a href={logFiles.status()}>status</a>, tiles under{' '}
        <code>{logAddress()}/tile/</code>
      </p>
      <div className="code-line">
        <code>
          Log key <strong>{fingerprint(vkey)}</strong>: {vkey}
        </code>
        <CopyButton text={vkey} what="the log’s key" />
      </div>
    </Section>
  )
}

const Command = ({ name, text }: { name: string; text: string }) => (
  <div className="command">
    <p className="small">{name}</p>
    <div className="code-line">
      <code>{text}</code>
      <CopyButton text={text} what={`the command: ${name}`} />
    </div>
  </div>
)

// How anybody checks the log without this page: commands with its address and key, and the files themselves.
import { Link } from 'react-router'
import type { LogStatus } from '@parley/protocol/api/log.ts'
import { logFiles, pages } from '../addresses.ts'
import { Section } from '../ui/page.tsx'
import { CopyButton } from './copy-button.tsx'
import { LateCommandLine } from './late-command-line.tsx'
import { fingerprint } from './witness-list.tsx'

/** The address under which the log's files are, without a slash at the end. */
const logAddress = (): string => `${location.origin}/log`

export const CheckYourself = ({ status: { vkey } }: { status: LogStatus }) => (
  <Section id="yourself" title="How to check it yourself">
    <p className="small">
      <code>parley-verify</code> is a small program that needs nothing from Parley but the log’s public files. The keys
      below are those that this browser saw first; compare them with what a friend sees here.
    </p>
    <Command name="The whole log: is it one tree that only grew?" ask={`log ${logAddress()}`} />
    <Command name="Your evidence: was everything allowed?" ask="bundle my.parley-evidence.json" />
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

const Command = ({ name, ask }: { name: string; ask: string }) => (
  <div className="command">
    <p className="small">{name}</p>
    <LateCommandLine ask={ask} />
  </div>
)

// The person's evidence as one file: all of it, that of one app, or that of some days; and how to check it.
import { useState } from 'react'
import { Link } from 'react-router'
import { api, pages } from '../addresses.ts'
import { TextField } from '../ui/text-field.tsx'
import { LateCommandLine } from './late-command-line.tsx'
import { SaveFile } from './save-file.tsx'
import './evidence.css'

/** app: only what this app did. */
export const DownloadEvidence = ({ app }: { app?: { id: string; name: string } | undefined }) => {
  const [isHow, setHow] = useState(false)
  return (
    <>
      <div className="check-actions">
        <SaveFile
          address={api.evidence({ app: app?.id })}
          label={app ? `Download evidence about ${app.name}` : 'Download all evidence'}
        />
      </div>
      {!app && <OfSomeDays />}
      <details className="evidence-more" onToggle={(event) => setHow(event.currentTarget.open)}>
        <summary>How to check the file</summary>
        <p>
          Anybody can check it with the command <code>parley-verify</code>, without asking Parley. It says in sentences
          what was done and whether it was allowed, and names everything that does not hold.
        </p>
        {isHow && <LateCommandLine ask="bundle my.parley-evidence.json" />}
        <p className="quiet">
          The keys in this command are those that this browser saw first. They are also on the page{' '}
          <Link to={pages.transparency()}>Transparency</Link>; compare them with what others see there.
        </p>
      </details>
    </>
  )
}

const OfSomeDays = () => {
  const [since, setSince] = useState('')
  const [until, setUntil] = useState('')
  const isTurned = since !== '' && until !== '' && since > until
  return (
    <details className="evidence-more">
      <summary>Only some days</summary>
      <div className="download-period">
        <TextField
          label="From"
          type="date"
          value={since}
          onChange={(event) => setSince(event.target.value)}
          error={isTurned ? 'This day is after the other one.' : undefined}
        />
        <TextField label="To" type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
        <SaveFile
          address={api.evidence({ since: since || undefined, until: until || undefined })}
          label="Download these days"
          disabled={isTurned || (since === '' && until === '')}
        />
      </div>
      <p className="quiet">Both days are included. Days begin at midnight UTC.</p>
    </details>
  )
}

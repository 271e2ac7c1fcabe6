// Below Activity: the evidence as a file, what the apps of others read of the person's own, and where the log is explained.
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { useGrants } from '../apps/use-grants.ts'
import { Section } from '../ui/page.tsx'
import { DownloadEvidence } from './download-evidence.tsx'
import { ReadsOfMine, useReadsOfMine } from './reads-of-mine.tsx'

/** app: the one that is chosen above. */
export const ActivityEvidence = ({ app }: { app: string | undefined }) => {
  const chosen = useGrants().items?.find((grant) => grant.app.id === app)?.app
  const reads = useReadsOfMine()
  // Both at once, so that nothing moves away under a finger.
  if (reads.isPending) return null
  return (
    <>
      {app === undefined && <ReadsOfMine reads={reads} />}
      <Section
        id="evidence"
        title="Evidence"
        about={
          <>
            Every line of Activity stands in a log that Parley cannot change without being caught. “Check” looks it up
            there, in your own browser. <Link to={pages.transparency()}>How the log works</Link>
          </>
        }
      >
        <p className="small">
          The file holds every use and every change of your permissions, with the proofs. It also covers when other
          people’s apps read what you wrote. It names people and conversations by numbers and holds no words of
          messages.
        </p>
        <DownloadEvidence app={app === undefined ? undefined : chosen} />
      </Section>
    </>
  )
}

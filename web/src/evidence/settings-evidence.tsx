// In Settings: where the evidence is, and where the log is explained.
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { buttonClass } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import './evidence.css'

export const SettingsEvidence = () => (
  <Section
    id="evidence"
    title="Evidence"
    about="What apps do with your messages stands in a public log that nobody can change unseen. It also covers reads of your messages by other people’s apps."
  >
    <div className="check-actions">
      <Link to={pages.activity()} className={buttonClass('plain', true)}>
        Check and download under Activity
      </Link>
      <Link to={pages.transparency()} className={buttonClass('quiet', true)}>
        Transparency
      </Link>
    </div>
  </Section>
)

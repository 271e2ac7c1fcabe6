// Connected apps: each with what it may do, when it last did something, and when it ends; ended ones below.
import { BellRing, Blocks, ChevronRight, History } from 'lucide-react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import type { Grant } from '../api/shapes.ts'
import { counted } from '../numbers.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { asSentence } from '../ui/as-sentence.ts'
import { buttonClass } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { endedWords } from './answer-words.ts'
import './apps.css'
import { KnownLogins } from './known-logins.tsx'
import { SigningHint, signedWords } from './signed-words.tsx'
import { UnusedGrants } from './unused-grants.tsx'
import { UnusedRights } from './unused-rights.tsx'
import { useGrants } from './use-grants.ts'

export const AppsPage = () => {
  const grants = useGrants()
  const live = grants.items?.filter((grant) => !grant.ended)
  const ended = grants.items?.filter((grant) => grant.ended)
  return (
    <Page
      title="Connected apps"
      lead="An app acts here only as you allowed. You can take any of it away at any time."
      action={
        <span className="apps-links">
          <Link to={pages.alerts()} className={buttonClass('plain', true)}>
            <BellRing size={16} aria-hidden />
            Alerts
          </Link>
          <Link to={pages.activity()} className={buttonClass('plain', true)}>
            <History size={16} aria-hidden />
            Activity
          </Link>
        </span>
      }
    >
      {grants.isPending && <SkeletonRows rows={2} round={false} />}
      {grants.error && !grants.items && <Failed error={grants.error} retry={grants.refetch} />}
      {live?.length === 0 && (
        <Empty icon={Blocks} title="No app is connected">
          No app can see or do anything here. When an app asks to and you allow it, it is listed here.
        </Empty>
      )}
      {live && live.length > 0 && (
        <ul className="panel">
          {live.map((grant) => (
            <li key={grant.id}>
              <GrantRow grant={grant} />
            </li>
          ))}
        </ul>
      )}
      {live && <UnusedGrants grants={live} />}
      {live && <UnusedRights grants={live} />}
      {live && <SigningHint grants={live} />}
      <KnownLogins />
      {ended && ended.length > 0 && (
        <Section id="ended" title="Ended" about="These apps can no longer see or do anything here.">
          <ul className="panel">
            {ended.map((grant) => (
              <li key={grant.id}>
                <EndedRow grant={grant} ended={grant.ended!} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <MoreButton pages={grants} />
    </Page>
  )
}

const GrantRow = ({ grant }: { grant: Grant }) => (
  <Link to={pages.app(grant.id)} className="row">
    <AppMark name={grant.app.name} />
    <span className="row-words">
      <span className="row-name">
        {grant.app.name} <PausedBadge grant={grant} />
      </span>
      <span>{asSentence(grant.sentence)}</span>
      <span className="quiet small apps-times">
        <span>
          {grant.lastAccessAt ? (
            <>
              Last access <Time at={grant.lastAccessAt} as="ago" />
            </>
          ) : (
            'Not used yet'
          )}
        </span>
        <span>
          {grant.endsAt ? (
            <>
              Ends <Time at={grant.endsAt} as="ago" />
            </>
          ) : (
            'Ends when you revoke it'
          )}
        </span>
        <span>{signedWords(grant)}</span>
      </span>
    </span>
    <ChevronRight size={20} aria-hidden />
  </Link>
)

const PausedBadge = ({ grant: { paused } }: { grant: Grant }) =>
  paused && (
    <span className="badge badge-quiet">
      {paused.at ? 'Paused' : `Paused in ${counted(paused.conversations.length, 'conversation', 'conversations')}`}
    </span>
  )

const EndedRow = ({ grant, ended }: { grant: Grant; ended: NonNullable<Grant['ended']> }) => (
  <Link to={pages.app(grant.id)} className="row apps-ended">
    <AppMark name={grant.app.name} />
    <span className="row-words">
      <span className="row-name">{grant.app.name}</span>
      <span className="quiet small">
        {endedWords[ended.because]} · <Time at={ended.at} as="ago" />
      </span>
    </span>
    <ChevronRight size={20} aria-hidden />
  </Link>
)

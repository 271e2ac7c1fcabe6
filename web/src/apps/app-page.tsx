// One connected app: its answers, what it can see right now, narrowing and revoking.
import { Blocks, History } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { pages } from '../addresses.ts'
import { ApiError } from '../api/api-error.ts'
import type { Grant } from '../api/shapes.ts'
import { DownloadEvidence } from '../evidence/download-evidence.tsx'
import { SaveReceipts } from '../evidence/save-receipts.tsx'
import { AppMark } from '../ui/app-mark.tsx'
import { asSentence } from '../ui/as-sentence.ts'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { AnswerList } from './answer-list.tsx'
import { endedWords } from './answer-words.ts'
import './apps.css'
import { GrantPreview } from './grant-preview.tsx'
import { PauseGrant } from './pause-grant.tsx'
import { RevokeGrant } from './revoke-grant.tsx'
import { SigningHint, signedWords } from './signed-words.tsx'
import { UndoSection } from './undo-section.tsx'
import { UnusedRights } from './unused-rights.tsx'
import { useGrant } from './use-grants.ts'

const back = { to: pages.apps(), label: 'Connected apps' }

export const AppPage = () => {
  const { grant: id = '' } = useParams()
  const grant = useGrant(id)
  if (grant.data) return <AppDetails grant={grant.data} />
  const gone = grant.error instanceof ApiError && grant.error.status === 404
  return (
    <Page title="Connected app" back={back}>
      {grant.isPending && <Skeleton kind="card" />}
      {gone && (
        <Empty icon={Blocks} title="There is no such permission">
          The link may be wrong. All your apps are under Connected apps.
        </Empty>
      )}
      {grant.error && !gone && <Failed error={grant.error} retry={grant.refetch} />}
    </Page>
  )
}

const AssistantWords = ({ app }: { app: string }) => (
  <p className="quiet">
    {app} is an assistant. After it has read in one conversation, Parley asks you before anything that it writes in
    another one is sent.
  </p>
)

const AppDetails = ({ grant }: { grant: Grant }) => {
  const { app, ended } = grant
  return (
    <Page
      title={app.name}
      lead={`By ${app.owner}`}
      back={back}
      mark={<AppMark name={app.name} size="large" />}
      action={
        <Link to={pages.activity({ app: app.id })} className={buttonClass('plain', true)}>
          <History size={16} aria-hidden />
          Activity
        </Link>
      }
    >
      {ended ? (
        <Notice>
          <strong>This permission has ended.</strong> {endedWords[ended.because]}, <Time at={ended.at} as="ago" />.{' '}
          {app.name} can no longer see or do anything with it.
        </Notice>
      ) : (
        <p>{asSentence(grant.sentence)}</p>
      )}
      {!ended && app.agent && <AssistantWords app={app.name} />}
      {!ended && grant.paused?.at && (
        <Notice>
          <strong>Paused</strong> <Time at={grant.paused.at} as="ago" />. {app.name} can do nothing until you resume it.
        </Notice>
      )}
      <div className="apps-facts">
        <span>
          Connected <Time at={grant.givenAt} as="date" />
        </span>
        <span>
          {grant.lastAccessAt ? (
            <>
              Last access <Time at={grant.lastAccessAt} as="ago" />
            </>
          ) : (
            'Not used yet'
          )}
        </span>
        <span>{signedWords(grant)}</span>
      </div>
      <SigningHint grants={[grant]} />
      {!ended && grant.answers.actions.length > 0 && <GrantPreview grant={grant} />}
      <Section
        id="answers"
        title={ended ? 'What it was allowed' : 'What it may do'}
        {...(ended ? {} : { about: 'You can make each answer smaller, never larger.' })}
      >
        <AnswerList grant={grant} />
      </Section>
      <UnusedRights grants={[grant]} />
      <UndoSection app={app} />
      <Section
        id="evidence"
        title="Evidence"
        about={`One file with everything that ${app.name} did for you, and with each change of its permissions.`}
      >
        <DownloadEvidence app={app} />
      </Section>
      {!ended && <PauseGrant grant={grant} />}
      {!ended && <RevokeGrant grant={grant} />}
      <SaveReceipts place={app.id} name={app.clientId} />
    </Page>
  )
}

// The log in public: how it stands, who watches it, what it proves, and how anybody checks it. Open to all.
import { lazy, Suspense } from 'react'
import { useQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { Link } from 'react-router'
import type { LogStatus } from '@parley/protocol/api/log.ts'
import { logFiles, pages } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import { Wordmark } from '../shell/wordmark.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { CheckList } from './check-list.tsx'
import { CheckYourself } from './check-yourself.tsx'
import { GrowthChart } from './growth-chart.tsx'
import { LogHead } from './log-head.tsx'
import { useKnownLog } from './use-known-log.ts'
import { WhatItProves } from './what-it-proves.tsx'
import { WitnessList } from './witness-list.tsx'
import './evidence.css'
import './transparency.css'

const everyMs = 10_000

// Hardly anybody ever needs it.
const AlarmDetails = lazy(async () => ({ default: (await import('./log-alarm.tsx')).AlarmDetails }))

export const TransparencyPage = () => {
  const alarm = useKnownLog()?.alarm
  const status = useQuery({
    queryKey: keys.logStatus,
    queryFn: ({ signal }) => call<LogStatus>('GET', logFiles.status(), undefined, signal),
    refetchInterval: everyMs
  })
  return (
    <main className="public-page">
      <Link to={pages.conversations()} className="public-sign" aria-label="Parley">
        <Wordmark small />
        <span aria-hidden>Parley</span>
      </Link>
      <Page
        title="Transparency"
        lead="Everything that apps do with people’s messages stands in one public log. It holds no names and no words, only fingerprints, and nobody can change it without being caught."
      >
        {alarm && (
          <Suspense>
            <AlarmDetails />
          </Suspense>
        )}
        {status.isPending && (
          <>
            <Skeleton kind="card" />
            <Skeleton kind="card" />
          </>
        )}
        {status.error && !status.data && <Failed error={status.error} retry={status.refetch} />}
        {status.data && <Log status={status.data} />}
        <WhatItProves />
        {status.data && <CheckYourself status={status.data} />}
      </Page>
    </main>
  )
}

const Log = ({ status }: { status: LogStatus }) => {
  const look = useQuery({
    queryKey: [...keys.logLook, status.published?.size ?? 0],
    queryFn: async () => (await (await import('./look-at-log.ts')).lookAtLog()) ?? null,
    placeholderData: (before) => before,
    enabled: status.published !== undefined,
    refetchInterval: everyMs
  })
  if (!status.published)
    return (
      <Empty icon={ScrollText} title="The log is empty">
        The first entry comes when the first account is opened or the first app connected.
      </Empty>
    )
  return (
    <>
      <Section id="checked" title="Checked by your browser just now">
        <div className="panel panel-pad" role="status" aria-busy={look.isPending}>
          {look.isPending && <Skeleton kind="block" />}
          {look.error && !look.data && <Failed error={look.error} retry={look.refetch} />}
          {look.data && <CheckList checks={look.data.checks} />}
        </div>
      </Section>
      <Section id="head" title="The log now">
        <LogHead status={status} checkpoint={look.data?.checkpoint} />
      </Section>
      <Section
        id="witnesses"
        title="Witnesses"
        about="Others who watch the log from their own machines. Each signs only what continues the log it has seen before, so Parley cannot show different logs to different people."
      >
        <WitnessList status={status} checkpoint={look.data?.checkpoint} />
      </Section>
      <Section id="growth" title="Growth in the last 30 days">
        <div className="panel panel-pad">
          <GrowthChart growth={status.growth} />
        </div>
      </Section>
    </>
  )
}

// Activity: everything that apps did, and every change to a permission, newest first; for all apps, one, or one conversation.
import { History } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import { useMe } from '../account/use-me.ts'
import { api, pages } from '../addresses.ts'
import { keys } from '../api/keys.ts'
import type { Activity } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'
import { useGrants } from '../apps/use-grants.ts'
import { dayName, sameDay } from '../clock.ts'
import { nameOf } from '../conversations/naming.ts'
import { useConversation } from '../conversations/use-conversations.ts'
import { ActivityEvidence } from '../evidence/activity-evidence.tsx'
import { CheckAll } from '../evidence/check-all.tsx'
import { ChecksContext, useChecks } from '../evidence/use-checks.ts'
import { buttonClass } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { type Choice, Picker } from '../ui/picker.tsx'
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx'
import { ActivityItem } from './activity-item.tsx'
import './activity.css'

const everyApp = 'all'

export const ActivityPage = () => {
  const [search, setSearch] = useSearchParams()
  const app = search.get('app') ?? undefined
  const conversation = search.get('conversation') ?? undefined
  const activity = usePages<Activity>(keys.activity(app, conversation), (page) =>
    api.activity({ ...page, app, conversation })
  )
  const choose = (value: string) => {
    const next = new URLSearchParams(search)
    if (value === everyApp) next.delete('app')
    else next.set('app', value)
    setSearch(next, { replace: true })
  }
  const { items } = activity
  const checks = useChecks()
  return (
    <Page title="Activity" lead="Every time an app did something here, and every change to what it may do.">
      <div className="activity-filter">
        <Picker label="App" choices={useAppChoices()} value={app ?? everyApp} onPick={choose} />
        {items && items.length > 0 && <CheckAll checks={checks} items={items} />}
      </div>
      {conversation && <OnlyHere conversation={conversation} app={app} />}
      {activity.isPending && <SkeletonRows rows={5} round={false} />}
      {activity.error && !items && <Failed error={activity.error} retry={activity.refetch} />}
      {items?.length === 0 && (
        <Empty
          icon={History}
          title="Nothing yet"
          action={
            <Link to={pages.apps()} className={buttonClass('plain')}>
              Connected apps
            </Link>
          }
        >
          {app || conversation
            ? 'No app did anything that fits this choice.'
            : 'Once an app reads, writes or deletes a message for you, it is listed here.'}
        </Empty>
      )}
      {items && items.length > 0 && (
        <ChecksContext value={checks}>
          <Days items={items} />
        </ChecksContext>
      )}
      <MoreButton pages={activity} label="Show earlier" />
      <ActivityEvidence app={app} />
    </Page>
  )
}

const useAppChoices = (): Choice[] => {
  const grants = useGrants()
  const names = new Map((grants.items ?? []).map(({ app }) => [app.id, app.name]))
  return [{ value: everyApp, label: 'All apps' }, ...Array.from(names, ([value, label]) => ({ value, label }))]
}

const OnlyHere = ({ conversation, app }: { conversation: string; app: string | undefined }) => {
  const me = useMe()
  const found = useConversation(conversation)
  return (
    <Notice
      action={
        <Link to={pages.activity({ app })} className={buttonClass('quiet', true)}>
          Show everywhere
        </Link>
      }
    >
      Only in {found.data ? nameOf(found.data, me.id) : 'one conversation'}
    </Notice>
  )
}

const Days = ({ items }: { items: Activity[] }) => {
  const days: Activity[][] = []
  for (const item of items) {
    const today = days.at(-1)
    if (today?.[0] && sameDay(today[0].at, item.at)) today.push(item)
    else days.push([item])
  }
  return days.map((day) => (
    <section key={day[0]!.id} className="section" aria-label={dayName(day[0]!.at)}>
      <h2 className="activity-day">{dayName(day[0]!.at)}</h2>
      <ul className="panel">
        {day.map((item) => (
          <ActivityItem key={item.id} item={item} />
        ))}
      </ul>
    </section>
  ))
}

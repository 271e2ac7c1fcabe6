// The frame of every page for signed-in people: navigation and the page.
import { Blocks, History, MessagesSquare, Settings, UsersRound } from 'lucide-react'
import { Suspense } from 'react'
import { NavLink, Outlet, useLocation, useMatch } from 'react-router'
import { pages } from '../addresses.ts'
import { AlertBanner } from '../alerts/alert-banner.tsx'
import { ApprovalPrompt } from '../approvals/approval-prompt.tsx'
import { useConversations } from '../conversations/use-conversations.ts'
import { AlarmBanner } from '../evidence/alarm-banner.tsx'
import { useFriendRequests } from '../friends/use-friends.ts'
import { PageAnnouncer } from './page-announcer.tsx'
import { PageSkeleton } from './page-skeleton.tsx'
import { useUnreadInTitle } from './page-title.ts'
import './shell.css'
import { useKeptFocus } from './use-kept-focus.ts'
import { Wordmark } from './wordmark.tsx'

export const Shell = () => {
  const { pathname } = useLocation()
  useKeptFocus()
  const inConversation = useMatch('/conversations/:id') !== null
  // A new boundary for each page, so that a page on its way shows at once; the list of conversations stays where it is.
  const place = pathname.startsWith(pages.conversations()) ? pages.conversations() : pathname
  return (
    <div className={inConversation ? 'shell shell-deep' : 'shell'}>
      <a href="#page" className="skip">
        Skip to the page
      </a>
      <Navigation />
      <main className="shell-page" id="page" tabIndex={-1}>
        <AlarmBanner />
        <AlertBanner />
        <Suspense key={place} fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <ApprovalPrompt />
      <PageAnnouncer />
    </div>
  )
}

const Navigation = () => {
  const unread = (useConversations().items ?? []).reduce((sum, one) => sum + one.unread, 0)
  const requests = (useFriendRequests().items ?? []).filter((one) => one.direction === 'in').length
  useUnreadInTitle(unread)
  const places = [
    { to: pages.conversations(), label: 'Messages', icon: MessagesSquare, count: unread, counts: 'unread' },
    {
      to: pages.friends(),
      label: 'Friends',
      icon: UsersRound,
      count: requests,
      counts: requests === 1 ? 'request' : 'requests'
    },
    { to: pages.apps(), label: 'Connected apps', short: 'Apps', icon: Blocks },
    { to: pages.activity(), label: 'Activity', icon: History },
    { to: pages.settings(), label: 'Settings', icon: Settings }
  ]
  return (
    <nav className="rail" aria-label="Main">
      <span className="rail-sign">
        <Wordmark small />
      </span>
      {places.map(({ to, label, short, icon: Icon, count = 0, counts }) => (
        <NavLink key={to} to={to} className="rail-place">
          <span className="rail-icon">
            <Icon size={22} aria-hidden />
          </span>
          <span className={short ? 'rail-label rail-label-long' : 'rail-label'}>{label}</span>
          {short && <span className="rail-label rail-label-short">{short}</span>}
          {count > 0 && (
            <span className="count rail-count">
              {count > 99 ? '99+' : count}
              <span className="only-heard"> {counts}</span>
            </span>
          )}
        </NavLink>
      ))}
    </nav>
  )
}

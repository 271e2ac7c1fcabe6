// The frame of every page for signed-in people: navigation, the state of the connection, and the page.
import { Blocks, History, MessagesSquare, Settings, UsersRound, WifiOff } from 'lucide-react'
import { NavLink, Outlet, useMatch } from 'react-router'
import { pages } from '../addresses.ts'
import { useConversations } from '../conversations/use-conversations.ts'
import { useFriendRequests } from '../friends/use-friends.ts'
import { useLiveStatus } from '../live/live-context.tsx'
import { PageAnnouncer } from './page-announcer.tsx'
import { useUnreadInTitle } from './page-title.ts'
import './shell.css'
import { Wordmark } from './wordmark.tsx'

export const Shell = () => {
  const inConversation = useMatch('/conversations/:id') !== null
  return (
    <div className={inConversation ? 'shell shell-deep' : 'shell'}>
      <a href="#page" className="skip">
        Skip to the page
      </a>
      <Navigation />
      <main className="shell-page" id="page" tabIndex={-1}>
        <Outlet />
      </main>
      <ConnectionState />
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

/** Quiet on purpose: what one writes goes out by itself when the connection is back. */
const ConnectionState = () => {
  const status = useLiveStatus()
  return (
    <div className="connection" role="status">
      {status === 'reconnecting' && (
        <span className="connection-words">
          <WifiOff size={16} aria-hidden />
          Reconnecting
        </span>
      )}
    </div>
  )
}

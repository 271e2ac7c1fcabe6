// Which page is shown at which address. Pages come when they are needed; the frame around them comes at once.
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { pages } from './addresses.ts'
import { ConversationsLayout, NoConversation } from './conversations/conversations-layout.tsx'
import { BrokenPage, NoSuchPage } from './shell/broken-page.tsx'
import { fetchPages, latePage } from './shell/late-page.tsx'
import { Root } from './shell/root.tsx'
import { SignedIn } from './shell/signed-in.tsx'

const SignInPage = latePage(() => import('./account/sign-in-page.tsx'), 'SignInPage')
const SignUpPage = latePage(() => import('./account/sign-up-page.tsx'), 'SignUpPage')
const SettingsPage = latePage(() => import('./account/settings-page.tsx'), 'SettingsPage')
const AlertsPage = latePage(() => import('./alerts/alerts-page.tsx'), 'AlertsPage')
const ActivityPage = latePage(() => import('./activity/activity-page.tsx'), 'ActivityPage')
const AppPage = latePage(() => import('./apps/app-page.tsx'), 'AppPage')
const AppsPage = latePage(() => import('./apps/apps-page.tsx'), 'AppsPage')
const ConversationDetailsPage = latePage(
  () => import('./conversations/conversation-details-page.tsx'),
  'ConversationDetailsPage'
)
const ConversationPage = latePage(() => import('./conversations/conversation-page.tsx'), 'ConversationPage')
const NewConversationPage = latePage(() => import('./conversations/new-conversation-page.tsx'), 'NewConversationPage')
const NewGroupPage = latePage(() => import('./conversations/new-group-page.tsx'), 'NewGroupPage')
const BlockedPage = latePage(() => import('./friends/blocked-page.tsx'), 'BlockedPage')
const FriendsPage = latePage(() => import('./friends/friends-page.tsx'), 'FriendsPage')
const TransparencyPage = latePage(() => import('./evidence/transparency-page.tsx'), 'TransparencyPage')
const ReadersPage = latePage(() => import('./readers/readers-page.tsx'), 'ReadersPage')
const InvitePage = latePage(() => import('./friends/invite-page.tsx'), 'InvitePage')

const routes: RouteObject[] = [
  {
    Component: Root,
    ErrorBoundary: BrokenPage,
    children: [
      { path: '/sign-in', Component: SignInPage },
      { path: '/sign-up', Component: SignUpPage },
      { path: '/invite/:code', Component: InvitePage },
      { path: '/transparency', Component: TransparencyPage },
      {
        Component: SignedIn,
        children: [
          { path: '/', element: <Navigate to={pages.conversations()} replace /> },
          {
            path: '/conversations',
            Component: ConversationsLayout,
            children: [
              { index: true, Component: NoConversation },
              { path: 'new', Component: NewConversationPage },
              { path: 'new-group', Component: NewGroupPage },
              { path: ':id', Component: ConversationPage },
              { path: ':id/details', Component: ConversationDetailsPage },
              { path: ':id/apps', Component: ReadersPage }
            ]
          },
          { path: '/friends', Component: FriendsPage },
          { path: '/friends/blocked', Component: BlockedPage },
          { path: '/apps', Component: AppsPage },
          { path: '/apps/:grant', Component: AppPage },
          { path: '/alerts', Component: AlertsPage },
          { path: '/activity', Component: ActivityPage },
          { path: '/settings', Component: SettingsPage },
          { path: '*', Component: NoSuchPage }
        ]
      }
    ]
  }
]

fetchPages(routes, location.pathname)
export const router = createBrowserRouter(routes)

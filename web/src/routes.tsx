// Which page is shown at which address.
import { createBrowserRouter, Navigate } from 'react-router'
import { SignInPage } from './account/sign-in-page.tsx'
import { SignUpPage } from './account/sign-up-page.tsx'
import { SettingsPage } from './account/settings-page.tsx'
import { ActivityPage } from './activity/activity-page.tsx'
import { pages } from './addresses.ts'
import { AppPage } from './apps/app-page.tsx'
import { AppsPage } from './apps/apps-page.tsx'
import { ConversationDetailsPage } from './conversations/conversation-details-page.tsx'
import { ConversationPage } from './conversations/conversation-page.tsx'
import { ConversationsLayout, NoConversation } from './conversations/conversations-layout.tsx'
import { NewConversationPage } from './conversations/new-conversation-page.tsx'
import { NewGroupPage } from './conversations/new-group-page.tsx'
import { BlockedPage } from './friends/blocked-page.tsx'
import { FriendsPage } from './friends/friends-page.tsx'
import { InvitePage } from './friends/invite-page.tsx'
import { BrokenPage, NoSuchPage } from './shell/broken-page.tsx'
import { SignedIn } from './shell/signed-in.tsx'

export const router = createBrowserRouter([
  {
    ErrorBoundary: BrokenPage,
    children: [
      { path: '/sign-in', Component: SignInPage },
      { path: '/sign-up', Component: SignUpPage },
      { path: '/invite/:code', Component: InvitePage },
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
              { path: ':id/details', Component: ConversationDetailsPage }
            ]
          },
          { path: '/friends', Component: FriendsPage },
          { path: '/friends/blocked', Component: BlockedPage },
          { path: '/apps', Component: AppsPage },
          { path: '/apps/:grant', Component: AppPage },
          { path: '/activity', Component: ActivityPage },
          { path: '/settings', Component: SettingsPage },
          { path: '*', Component: NoSuchPage }
        ]
      }
    ]
  }
])

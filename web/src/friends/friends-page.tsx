// Friends: add one, answer requests, the list, and the way to blocked people.
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { buttonClass } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { AddFriend } from './add-friend.tsx'
import { FriendList } from './friend-list.tsx'
import { FriendRequests } from './friend-requests.tsx'

export const FriendsPage = () => (
  <Page
    title="Friends"
    lead="Friends can write to each other. Nobody else can write to you."
    action={
      <Link to={pages.blocked()} className={buttonClass('plain', true)}>
        Blocked people
      </Link>
    }
  >
    <FriendRequests />
    <AddFriend />
    <FriendList />
  </Page>
)

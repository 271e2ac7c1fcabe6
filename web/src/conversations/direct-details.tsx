// What one can do about the other person of a direct conversation.
import { Ban, UserRoundMinus } from 'lucide-react'
import type { Person } from '../api/shapes.ts'
import { BlockDialog, UnfriendDialog } from '../friends/friend-dialogs.tsx'
import { useFriends } from '../friends/use-friends.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { useState } from 'react'

export const DirectDetails = ({ person }: { person: Person }) => {
  const [asking, setAsking] = useState<'unfriend' | 'block'>()
  const friends = useFriends()
  const areFriends = friends.items?.some((friend) => friend.person.id === person.id)
  return (
    <Section id="friendship" title="Friendship">
      <div className="row-actions">
        {areFriends && (
          <Button look="danger-quiet" small onClick={() => setAsking('unfriend')}>
            <UserRoundMinus size={16} aria-hidden />
            Unfriend
          </Button>
        )}
        <Button look="danger-quiet" small onClick={() => setAsking('block')}>
          <Ban size={16} aria-hidden />
          Block
        </Button>
      </div>
      <UnfriendDialog person={asking === 'unfriend' ? person : undefined} close={() => setAsking(undefined)} />
      <BlockDialog person={asking === 'block' ? person : undefined} close={() => setAsking(undefined)} />
    </Section>
  )
}

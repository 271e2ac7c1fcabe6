// Share a song with a friend.
import type { Session } from '@parley/sdk'

export const shareWithFirstFriend = async (session: Session) => {
  for await (const { person, conversation } of session.messages.friends()) {
    return session.messages.write(conversation, {
      text: `Listen to this, ${person.name}!`,
      card: { type: 'song', name: 'Blue Bicycle', byArtist: 'The Quiet Tram', duration: 'PT45S' }
    })
  }
  throw new Error('The person chose no conversation with a friend')
}

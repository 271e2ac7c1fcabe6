// Carries the notice that a read has put into a conversation to its members' open sockets.
import type { Bus } from '../base/bus.ts'
import type { PageRow } from './partner-message.ts'

export const tellMembers = (bus: Bus, { told, last_conversation: conversation }: PageRow): void => {
  if (told && conversation !== null) bus.publish({ topic: 'events', conversation })
}

// Tells the open windows of people that something between them has changed.
import type { Bus } from '../base/bus.ts'

/** To be called after the commit. */
export const tellFriends = (bus: Bus, ...people: string[]): void => {
  for (const person of people) bus.publish({ topic: 'person', person, changed: 'friends' })
}

/** A friendship began or ended: whether the two may write to each other is part of their conversation. */
export const tellFriendship = (bus: Bus, a: string, b: string): void => {
  tellFriends(bus, a, b)
  for (const person of [a, b]) bus.publish({ topic: 'person', person, changed: 'conversations' })
}

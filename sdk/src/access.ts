// One person's session in use: what every call reads, and what a refresh replaces.
import type { Platform } from './platform.ts'
import type { KeptSession } from './store.ts'

/** A session of a login, or a plain token that came from elsewhere: that has no key, and is kept nowhere. */
export type UsedSession = Omit<KeptSession, 'key'> & Partial<Pick<KeptSession, 'key'>>

export type Access = { readonly platform: Platform; session: UsedSession }

/** Writes the session to the store, where it is one of a login. */
export const keep = async ({ platform, session }: Access): Promise<void> => {
  const { key } = session
  if (key) await platform.store.set(`session:${session.id}`, { ...session, key })
}

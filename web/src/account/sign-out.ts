// Ends this session, or all of them, and leaves nothing of the person in this browser.
import { api, pages } from '../addresses.ts'
import { call } from '../api/call.ts'

export const signOut = async (everywhere: boolean): Promise<void> => {
  await call('POST', everywhere ? api.signOutEverywhere() : api.signOut())
  forgetPerson()
  location.assign(pages.signIn())
}

/** Drafts and unsent messages are somebody's words: they do not stay for the next person. */
export const forgetPerson = (): void => {
  const theirs = Object.keys(localStorage).filter(
    (key) => key.startsWith('parley.draft.') || key.startsWith('parley.out.')
  )
  for (const key of theirs) localStorage.removeItem(key)
}

// Reads the form that shares a thing: the friend, the note, and the form's own id.
import { Refused } from '../routes/visit.ts'
import type { Thing } from './share-options.ts'

export const noteCharsMax = 4000
const nameCharsMax = 200
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const readNote = (text: string): string | undefined => {
  const note = text.replaceAll('\r\n', '\n').trim()
  if ([...note].length > noteCharsMax)
    throw new Refused(400, 'The note is too long', `It can have ${noteCharsMax} characters.`)
  if (note.includes('\0') || !note.isWellFormed())
    throw new Refused(400, 'The note has characters that no text has', 'Write it again, please.')
  return note || undefined
}

/** The friend chosen by friendChoice. Whether the permission still names them is Parley's to say. Throws Refused when there is none. */
export const readFriend = (field: (name: string) => string): { conversation: string; friend: string } => {
  const conversation = field('conversation')
  const friend = uuid.test(conversation) ? field(`friend-${conversation}`) : ''
  if (!friend || friend.length > nameCharsMax || friend.includes('\0') || !friend.isWellFormed())
    throw new Refused(400, 'Choose a friend', 'Go back, choose one of the list, and send it once more.')
  return { conversation, friend }
}

export type ShareForm = { id: string; conversation: string; friend: string; note: string | undefined }

/** Throws Refused. to: of the thing, when nobody is to be chosen. */
export const readShareForm = (field: (name: string) => string, to: Thing['to']): ShareForm => {
  const id = field('id')
  if (!uuid.test(id))
    throw new Refused(400, 'This form is broken', 'Go back, load the page again, and send it once more.')
  return { id, ...(to ?? readFriend(field)), note: readNote(field('note')) }
}

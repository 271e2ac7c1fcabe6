// Check V19 for undos: a person restores what that app had deleted for them, as it was, and takes back what it had written.
import type { OwnerTextOf, SharedText } from '@parley/protocol/log/entry-texts.ts'
import { type AccessShared, type Judgement, type Permissions, writerKey } from './permission.ts'

type UndoShared = Extract<SharedText, { frame: 'undo' }>

/** What apps deleted and nobody restored since: by conversation and message, who and which app, and the commitment. */
export type Deleted = Map<string, string>

const place = (conv: string, message: string): string => `${conv} ${message}`
const deed = (who: string, app: string, commitment: string): string => `${who} ${app} ${commitment}`

export const noteDeleted = (
  deleted: Deleted,
  { t, app, conv }: AccessShared,
  { who, items }: OwnerTextOf<'access'>
): void => {
  if (t === 'delete')
    for (const { message, commitment } of items) deleted.set(place(conv, message), deed(who, app, commitment))
}

/** Takes an undo into account. */
export const judgeUndo = (
  { written, isWhole }: Permissions,
  deleted: Deleted,
  { app, who, conv, what, n }: UndoShared,
  { who: owner, items }: OwnerTextOf<'undo'>
): Judgement => {
  const problems: string[] = []
  if (owner !== who) problems.push('The two texts of the entry name different people.')
  if (items.length !== n) problems.push('The entry counts other messages than it names.')
  if (new Set(items.map(({ message }) => message)).size !== items.length)
    problems.push('The entry names a message twice.')
  if (items.some(({ isDeleted }) => isDeleted !== (what === 'take_back')))
    problems.push('A message does not stand as the entry says.')
  const own = written.get(writerKey(who, app))
  const isTheirs = (message: string, commitment: string): boolean =>
    what === 'take_back' ? own?.has(message) === true : deleted.get(place(conv, message)) === deed(who, app, commitment)
  const strange = items.filter(({ message, commitment }) => !isTheirs(message, commitment))
  for (const { message } of items) deleted.delete(place(conv, message))
  if (strange.length === 0) return { problems, unknown: [] }
  if (!isWhole(who) && !isWhole(app))
    return { problems, unknown: ['What the app had done to the messages of an undo does not show in this part.'] }
  const did = what === 'take_back' ? 'written' : 'deleted'
  return { problems: [...problems, `Something was undone that the app had not ${did}.`], unknown: [] }
}

// Undoes what an app did, in as many requests as it takes.
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { App, Undo, Undone } from '../api/shapes.ts'
import { counted } from '../numbers.ts'
import { useKeepReceipts } from '../evidence/use-kept-receipts.ts'
import { say } from '../ui/toasts.tsx'
import { undoWords } from './undo-words.ts'

export const useUndo = (app: App) => {
  const client = useQueryClient()
  const keep = useKeepReceipts()
  return async (undo: Undo): Promise<void> => {
    let n = 0
    let more = true
    while (more) {
      const done = await call<Undone>('POST', api.undo(app.id), undo)
      keep(app.id, done.receipts)
      n += done.restored + done.takenBack
      ;({ more } = done)
    }
    say(undoWords[undo.what].done(counted(n, 'message', 'messages')))
    await client.invalidateQueries({ queryKey: keys.anyActivity })
  }
}

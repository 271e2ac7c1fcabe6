// Asks before one message that an app deleted or wrote is restored or taken back.
import type { App, Undoable } from '../api/shapes.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { undoWords } from './undo-words.ts'
import { useUndo } from './use-undo.ts'

export const UndoOneDialog = ({ app, item, close }: { app: App; item: Undoable | undefined; close: () => void }) => {
  const undo = useUndo(app)
  const isWritten = item?.what === 'written'
  return (
    <ConfirmDialog
      open={item !== undefined}
      onClose={close}
      title={isWritten ? 'Take this message back?' : 'Restore this message?'}
      action={isWritten ? 'Take back' : 'Restore'}
      danger={isWritten}
      onConfirm={async () =>
        item && undo({ what: item.what, conversation: item.conversation.id, message: item.message })
      }
    >
      <p className="dialog-quote">{item?.excerpt}</p>
      <p>{undoWords[item?.what ?? 'deleted'].seen(app.name)}</p>
    </ConfirmDialog>
  )
}

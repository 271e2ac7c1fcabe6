// Asks from when on everything that an app deleted or wrote is restored or taken back.
import { useState } from 'react'
import type { App, UndoWhat } from '../api/shapes.ts'
import { nowMs } from '../clock.ts'
import { ChooseOne } from '../ui/choice-list.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { undoWords } from './undo-words.ts'
import { useUndo } from './use-undo.ts'

const dayMs = 86_400_000
const periods = [
  { value: 'day', label: 'The last 24 hours', days: 1 },
  { value: 'week', label: 'The last 7 days', days: 7 },
  { value: 'month', label: 'The last 30 days', days: 30 },
  { value: 'all', label: 'Everything', days: undefined }
]

export const UndoManyDialog = ({ app, what, close }: { app: App; what: UndoWhat; close: () => void }) => {
  const [period, setPeriod] = useState('day')
  const undo = useUndo(app)
  const days = periods.find(({ value }) => value === period)?.days
  const words = undoWords[what]
  return (
    <FormDialog
      open
      onClose={close}
      title={what === 'deleted' ? `Restore what ${app.name} deleted` : `Take back what ${app.name} wrote`}
      about={<p>{words.seen(app.name)}</p>}
      action={words.one}
      onSubmit={() =>
        undo({ what, ...(days !== undefined && { since: new Date(nowMs() - days * dayMs).toISOString() }) })
      }
    >
      <ChooseOne
        label="From when?"
        value={period}
        onPick={setPeriod}
        // What was deleted longer ago than a month is gone anyway.
        options={periods.filter(({ value }) => what === 'written' || value !== 'month')}
      />
    </FormDialog>
  )
}

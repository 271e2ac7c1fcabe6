// Asks where an app should no longer get what one wrote, and says what it gets then.
import { useState } from 'react'
import type { App } from '../api/shapes.ts'
import { ChooseOne } from '../ui/choice-list.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { say } from '../ui/toasts.tsx'
import { WhatKeepingMeans } from './what-keeping-means.tsx'
import { useKeeping } from './use-readers.ts'

type Props = { app: App; conversation: string; close: () => void }

export const KeepDialog = ({ app, conversation, close }: Props) => {
  const [where, setWhere] = useState('here')
  const { keep } = useKeeping(conversation)
  const save = async () => {
    await keep({ app: app.id, ...(where === 'here' && { conversation }) })
    say(`Your messages ${where === 'here' ? 'here' : 'everywhere'} are hidden from ${app.name}`)
  }
  return (
    <FormDialog
      open
      onClose={close}
      title={`Hide my messages from ${app.name}`}
      about={<WhatKeepingMeans app={app.name} />}
      action="Hide them"
      onSubmit={save}
    >
      <ChooseOne
        label="Where?"
        value={where}
        onPick={setWhere}
        options={[
          { value: 'here', label: 'In this conversation' },
          { value: 'everywhere', label: 'In all my conversations', hint: 'New ones too.' }
        ]}
      />
    </FormDialog>
  )
}

// In Settings: everything that the person keeps from apps, each with the way back.
import { useMutation } from '@tanstack/react-query'
import { EyeOff } from 'lucide-react'
import { useState } from 'react'
import { reason } from '../api/api-error.ts'
import type { Withhold, Withholding } from '../api/shapes.ts'
import { SaveReceipts } from '../evidence/save-receipts.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { Failed, SkeletonRows } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { say } from '../ui/toasts.tsx'
import { useKeeping, useWithheld } from './use-readers.ts'
import { WhatKeepingMeans } from './what-keeping-means.tsx'

const keptWords = ({ app, conversation }: Withholding): string => {
  const what = conversation
    ? `Your messages in “${conversation.title || 'a conversation that you left'}”`
    : 'All your messages'
  return `${what}, from ${app ? app.name : 'all apps'}`
}

const toWithhold = ({ app, conversation }: Withholding): Withhold =>
  app || conversation
    ? { ...(app && { app: app.id }), ...(conversation && { conversation: conversation.id }) }
    : { everything: true }

export const KeptSection = () => {
  const kept = useWithheld()
  const { keep, allow } = useKeeping('kept')
  const [asking, setAsking] = useState(false)
  const undo = useMutation({
    mutationFn: (one: Withholding) => allow(toWithhold(one)),
    onSuccess: () => say('No longer hidden')
  })
  const keepAll = async () => {
    await keep({ everything: true })
    say('All your messages are hidden from all apps')
  }
  const isAll = kept.items?.some(({ app, conversation }) => !app && !conversation)
  return (
    <Section
      id="kept"
      title="Hidden from apps"
      about="An app of a friend may be allowed to read what you write to that friend. You can hide your messages from it."
    >
      {undo.error && <Notice kind="danger">{reason(undo.error)}</Notice>}
      {kept.isPending && <SkeletonRows rows={1} round={false} />}
      {kept.error && !kept.items && <Failed error={kept.error} retry={kept.refetch} />}
      {kept.items?.length === 0 && (
        <p className="quiet">
          You hide nothing. At the top of each conversation stands how many apps can read there, and you can hide your
          messages from each of them.
        </p>
      )}
      {kept.items && kept.items.length > 0 && (
        <ul className="panel" aria-label="Hidden from apps">
          {kept.items.map((one) => (
            <li key={`${one.app?.id} ${one.conversation?.id}`}>
              <KeptRow one={one} busy={undo.isPending && undo.variables === one} undo={() => undo.mutate(one)} />
            </li>
          ))}
        </ul>
      )}
      <MoreButton pages={kept} />
      {isAll === false && (
        <div className="row-actions">
          <Button look="plain" small onClick={() => setAsking(true)}>
            Hide all my messages from all apps
          </Button>
        </div>
      )}
      <SaveReceipts place="kept" name="hidden" />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Hide all your messages from all apps?"
        action="Hide them"
        danger={false}
        onConfirm={keepAll}
      >
        <WhatKeepingMeans />
        <p>This goes for your own apps too, and for apps that come later.</p>
      </ConfirmDialog>
    </Section>
  )
}

const KeptRow = ({ one, busy, undo }: { one: Withholding; busy: boolean; undo: () => void }) => (
  <div className="row row-wrap">
    <EyeOff size={20} aria-hidden />
    <div className="row-words">
      <span>{keptWords(one)}</span>
      <span className="quiet small">
        Since <Time at={one.at} as="date" />
      </span>
    </div>
    <Button look="plain" small busy={busy} onClick={undo} aria-label={`Undo: ${keptWords(one)}`}>
      Undo
    </Button>
  </div>
)

// What the person wrote in a conversation and all apps: keeping it from every one, also those that come later.
import { useState } from 'react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import type { Readers } from '../api/shapes.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Section } from '../ui/page.tsx'
import { say } from '../ui/toasts.tsx'
import { useKeeping } from './use-readers.ts'
import { WhatKeepingMeans } from './what-keeping-means.tsx'

const stateWords = ({ here, everywhere }: Readers['kept']): string => {
  if (everywhere) return 'You hide all your messages, in all conversations, from all apps.'
  if (here) return 'You hide your messages here from all apps.'
  return 'You can hide them from all apps at once, also from those that somebody connects later.'
}

export const MyWords = ({ conversation, kept }: { conversation: string; kept: Readers['kept'] }) => {
  const [asking, setAsking] = useState<'keep' | 'allow'>()
  const { keep, allow } = useKeeping(conversation)
  const close = () => setAsking(undefined)
  const keepAll = async () => {
    await keep({ conversation })
    say('Your messages here are hidden from all apps')
  }
  const allowAll = async () => {
    await allow({ conversation })
    say('Apps can read your messages here again')
  }
  return (
    <Section id="my-words" title="Your messages here" about={stateWords(kept)}>
      <div className="row-actions">
        {!kept.here && !kept.everywhere && (
          <Button look="plain" small onClick={() => setAsking('keep')}>
            Hide my messages here from all apps
          </Button>
        )}
        {kept.here && (
          <Button look="plain" small onClick={() => setAsking('allow')}>
            Let apps read them again
          </Button>
        )}
        <Link to={pages.kept()} className={buttonClass('quiet', true)}>
          All that you hide from apps
        </Link>
      </div>
      <ConfirmDialog
        open={asking === 'keep'}
        onClose={close}
        title="Hide your messages here from all apps?"
        action="Hide them"
        danger={false}
        onConfirm={keepAll}
      >
        <WhatKeepingMeans />
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'allow'}
        onClose={close}
        title="Let apps read your messages here again?"
        action="Let them read"
        danger={false}
        onConfirm={allowAll}
      >
        <p>
          They can then read what you wrote here as far as their permissions reach. What you hide from single apps stays
          hidden.
        </p>
      </ConfirmDialog>
    </Section>
  )
}

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
  if (everywhere) return 'You keep everything you write, in all conversations, from all apps.'
  if (here) return 'You keep what you write here from all apps.'
  return 'You can keep it from all apps at once, also from those that somebody connects later.'
}

export const MyWords = ({ conversation, kept }: { conversation: string; kept: Readers['kept'] }) => {
  const [asking, setAsking] = useState<'keep' | 'allow'>()
  const { keep, allow } = useKeeping()
  const close = () => setAsking(undefined)
  const keepAll = async () => {
    await keep({ conversation })
    say('No app gets what you wrote here')
  }
  const allowAll = async () => {
    await allow({ conversation })
    say('Apps may have what you wrote here again')
  }
  return (
    <Section id="my-words" title="What you write here" about={stateWords(kept)}>
      <div className="row-actions">
        {!kept.here && !kept.everywhere && (
          <Button look="plain" small onClick={() => setAsking('keep')}>
            Keep what I wrote here from all apps
          </Button>
        )}
        {kept.here && (
          <Button look="plain" small onClick={() => setAsking('allow')}>
            Let apps have it again
          </Button>
        )}
        <Link to={pages.kept()} className={buttonClass('quiet', true)}>
          All that you keep from apps
        </Link>
      </div>
      <ConfirmDialog
        open={asking === 'keep'}
        onClose={close}
        title="Keep what you wrote here from all apps?"
        action="Keep it from all apps"
        danger={false}
        onConfirm={keepAll}
      >
        <WhatKeepingMeans />
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'allow'}
        onClose={close}
        title="Let apps have it again?"
        action="Let them have it"
        danger={false}
        onConfirm={allowAll}
      >
        <p>
          Apps can then read what you wrote here as far as permissions reach. What you keep from single apps stays kept.
        </p>
      </ConfirmDialog>
    </Section>
  )
}

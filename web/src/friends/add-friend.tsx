// Two ways to a new friend: ask by handle, or send a link.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, Copy, Link2 } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { cleanHandle } from '../account/sign-up-page.tsx'
import { api } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Invite } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { copyText } from '../ui/copy-text.ts'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Time } from '../ui/time.tsx'
import { say } from '../ui/toasts.tsx'
import './friends.css'

export const AddFriend = () => (
  <Section id="add-friend" title="Add a friend">
    <div className="panel panel-pad">
      <AskByHandle />
      <InviteLink />
    </div>
  </Section>
)

const AskByHandle = () => {
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const ask = useMutation({
    mutationFn: (handle: string) => call('POST', api.askFriend(), { handle }),
    onSuccess: (_, handle) => {
      setTyped('')
      void client.invalidateQueries({ queryKey: keys.anyFriends })
      say(`@${handle} gets your request`)
    }
  })
  const handle = cleanHandle(typed)
  const valid = /^[a-z][a-z0-9_]{2,29}$/.test(handle)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (valid && !ask.isPending) ask.mutate(handle)
  }
  return (
    <form className="friends-ask" onSubmit={submit}>
      <TextField
        label="By handle"
        placeholder="for example ben_k"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={31}
        value={typed}
        error={ask.error ? reason(ask.error) : undefined}
        onChange={(event) => {
          setTyped(event.target.value)
          if (ask.error) ask.reset()
        }}
      />
      <Button type="submit" disabled={!valid} busy={ask.isPending}>
        Ask
      </Button>
    </form>
  )
}

const InviteLink = () => {
  const [copied, setCopied] = useState(false)
  const invite = useMutation({
    mutationFn: () => call<Invite>('POST', api.invites()),
    onSuccess: () => setCopied(false)
  })
  const copy = async (url: string) => {
    const done = await copyText(url)
    setCopied(done)
    say(done ? 'Link copied' : 'The link could not be copied. Select it and copy it by hand.')
  }
  if (!invite.data) {
    return (
      <div className="friends-link">
        <span className="row-words">
          <span className="field-label">By link</span>
          <span className="quiet small">
            For 7 days, up to 20 people can become your friends with it. A new link ends the one before.
          </span>
        </span>
        <Button look="plain" busy={invite.isPending} onClick={() => invite.mutate()}>
          <Link2 size={18} aria-hidden />
          Make a link
        </Button>
        {invite.error && <Notice kind="danger">{reason(invite.error)}</Notice>}
      </div>
    )
  }
  const { url, endsAt } = invite.data
  return (
    <div className="friends-ask">
      <TextField
        label="Invite link"
        readOnly
        value={url}
        hint={
          <>
            Whoever opens it can become your friend, up to 20 people. It ends <Time at={endsAt} as="ago" />, or when you
            make a new one.
          </>
        }
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button onClick={() => void copy(url)}>
        {copied ? <Check size={18} aria-hidden /> : <Copy size={18} aria-hidden />}
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  )
}

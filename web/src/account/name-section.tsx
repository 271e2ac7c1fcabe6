// Changes the name that friends see.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { api } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Me } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/toasts.tsx'
import { useMe } from './use-me.ts'

export const NameSection = () => {
  const me = useMe()
  const client = useQueryClient()
  const [name, setName] = useState(me.name)
  const save = useMutation({
    mutationFn: () => call<Me>('PATCH', api.me(), { name: name.trim() }),
    onSuccess: (changed) => {
      client.setQueryData(keys.me, changed)
      say('Name saved')
    }
  })
  const changed = name.trim() !== '' && name.trim() !== me.name
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (changed && !save.isPending) save.mutate()
  }
  return (
    <Section id="you" title="You">
      <form className="panel panel-pad" onSubmit={submit}>
        <div className="settings-account">
          <PersonMark id={me.id} name={me.name} />
          <div>
            <strong>{me.name}</strong>
            <div className="quiet">@{me.handle}</div>
          </div>
        </div>
        <div className="settings-line">
          <TextField
            label="Name"
            autoComplete="name"
            maxLength={60}
            value={name}
            error={save.error ? reason(save.error) : undefined}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" look="plain" disabled={!changed} busy={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Section>
  )
}

// Chooses whether a window says at once that a friend connected an app that reads.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Me } from '../api/shapes.ts'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { useMe } from './use-me.ts'

export const NoticesSection = () => {
  const me = useMe()
  const client = useQueryClient()
  // The tick follows the finger and goes back when it could not be saved.
  const [on, setOn] = useState(me.hearsOfReaders)
  const save = useMutation({
    mutationFn: (wished: boolean) => call<Me>('PUT', api.hearsOfReaders(), { on: wished }),
    onSuccess: (changed) => client.setQueryData(keys.me, changed),
    onError: (_error, wished) => setOn(!wished)
  })
  const change = (wished: boolean): void => {
    setOn(wished)
    save.mutate(wished)
  }
  return (
    <Section
      id="notices"
      title="Apps of friends"
      about="A line in the conversation always says so when somebody connects an app that can read there."
    >
      <label className="panel panel-pad settings-tick">
        <input type="checkbox" checked={on} onChange={(event) => change(event.target.checked)} />
        Also tell me at once, wherever I am in Parley
      </label>
      {save.error && <Notice kind="danger">{reason(save.error)}</Notice>}
    </Section>
  )
}

// In Settings: which alerts are told at once, and where the person's night is.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, pages } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { AlertChoices, AlertKind } from '../api/shapes.ts'
import { deviceTimeZone } from '../clock.ts'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { Picker } from '../ui/picker.tsx'
import { Failed, SkeletonRows } from '../ui/states.tsx'
import './alerts.css'

const kinds: [AlertKind, string][] = [
  ['first_read', 'reads for the first time'],
  ['whole_history', 'reads hundreds of messages within minutes'],
  ['many_conversations', 'reads in many conversations within an hour'],
  ['at_night', 'reads at night and did not before'],
  ['busy_day', 'reads far more in a day than it usually does']
]

export const AlertsSection = () => {
  const choices = useQuery({
    queryKey: keys.alertChoices,
    queryFn: ({ signal }) => call<AlertChoices>('GET', api.alertChoices(), undefined, signal)
  })
  return (
    <Section
      id="alerts"
      title="Alerts"
      about="Parley alerts you when an app reads for the first time, much at once, more than usual, or at night; you can then pause the app. Every alert is listed for 90 days; here you choose which are told at once."
      action={
        <Link to={pages.alerts()} className={buttonClass('plain', true)}>
          All alerts
        </Link>
      }
    >
      {choices.isPending && <SkeletonRows rows={3} round={false} />}
      {choices.error && !choices.data && <Failed error={choices.error} retry={choices.refetch} />}
      {choices.data && <Choose choices={choices.data} />}
    </Section>
  )
}

const zoneName = (zone: string): string => zone.replaceAll('_', ' ')

const Choose = ({ choices }: { choices: AlertChoices }) => {
  const client = useQueryClient()
  // The tick follows the finger and goes back when it could not be saved.
  const [wished, setWished] = useState(choices)
  const save = useMutation({
    mutationFn: (wish: AlertChoices) => call<AlertChoices>('PUT', api.alertChoices(), wish),
    onSuccess: (saved) => client.setQueryData(keys.alertChoices, saved),
    onError: () => setWished(choices)
  })
  const change = (wish: AlertChoices): void => {
    setWished(wish)
    save.mutate(wish)
  }
  const tick = (kind: AlertKind, told: boolean): void =>
    change({ ...wished, quiet: told ? wished.quiet.filter((one) => one !== kind) : [...wished.quiet, kind] })
  const here = deviceTimeZone()
  const zones = new Set([wished.timeZone ?? 'UTC', here, 'UTC'])
  return (
    <div className="panel panel-pad">
      <fieldset className="alert-kinds">
        <legend>Tell me at once, wherever I am in Parley, when an app</legend>
        {kinds.map(([kind, words]) => (
          <label key={kind} className="settings-tick">
            <input
              type="checkbox"
              checked={!wished.quiet.includes(kind)}
              onChange={(event) => tick(kind, event.target.checked)}
            />
            {words}
          </label>
        ))}
      </fieldset>
      <Picker
        label="Night is from 0:00 to 5:00 in this time zone"
        choices={Array.from(zones, (zone) => ({
          value: zone,
          label: zone === here ? `${zoneName(zone)} (this device)` : zoneName(zone)
        }))}
        value={wished.timeZone ?? 'UTC'}
        onPick={(timeZone) => change({ ...wished, timeZone })}
      />
      {save.error && <Notice kind="danger">{reason(save.error)}</Notice>}
    </div>
  )
}

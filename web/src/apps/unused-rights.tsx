// Single rights that an app has not used for a month, each to be taken away with one press.
import { useMutation } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { Action, ChangedGrant, Grant } from '../api/shapes.ts'
import { daysAgo } from '../clock.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { say } from '../ui/toasts.tsx'
import { isUnused } from './unused-grants.tsx'
import { useGrantChanged } from './use-grants.ts'

const unusedDays = 30

type Idle = { grant: Grant; action: Action; days: number; never: boolean }

/** Of a live grant that is in use otherwise; one that is not used at all is pointed out as a whole. */
export const unusedRights = (grant: Grant): Idle[] => {
  if (grant.ended || isUnused(grant)) return []
  return grant.answers.actions
    .map((action) => {
      const last = grant.lastUsed[action]
      return { grant, action, days: daysAgo(last ?? grant.givenAt), never: last === undefined }
    })
    .filter(({ days }) => days >= unusedDays)
}

/** Nothing at all when each right is in use. */
export const UnusedRights = ({ grants }: { grants: Grant[] }) => {
  const changed = useGrantChanged()
  const take = useMutation({
    mutationFn: async ({ grant, action }: Idle) => {
      const actions = grant.answers.actions.filter((one) => one !== action)
      await changed(await call<ChangedGrant>('POST', api.narrow(grant.id), { actions }))
    },
    onSuccess: (_, { grant, action }) => say(`${grant.app.name} may no longer ${action} messages`)
  })
  const idle = grants.flatMap(unusedRights)
  if (idle.length === 0) return null
  return (
    <Section id="unused-rights" title="Rights not used for 30 days" about="Taking one away changes nothing else.">
      {take.error && <Notice kind="danger">{reason(take.error)}</Notice>}
      <ul className="panel">
        {idle.map((one) => {
          const { grant, action, days, never } = one
          const busy = take.isPending && take.variables.grant.id === grant.id && take.variables.action === action
          return (
            <li key={`${grant.id} ${action}`}>
              <div className="row row-wrap">
                <AppMark name={grant.app.name} />
                <span className="row-words">
                  {grant.app.name} may {action} messages; {never ? 'it never has' : `it has not for ${days} days`}.
                </span>
                <span className="row-actions">
                  <Button
                    look="danger-quiet"
                    small
                    busy={busy}
                    onClick={() => take.mutate(one)}
                    aria-label={`Take this away: ${grant.app.name} may ${action} messages`}
                  >
                    Take this away
                  </Button>
                </span>
              </div>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

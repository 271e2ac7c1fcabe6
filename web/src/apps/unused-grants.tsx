// Permissions that no app has used for a month, each to be removed with one press.
import { useMutation } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { ChangedGrant, Grant } from '../api/shapes.ts'
import { daysAgo } from '../clock.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { say } from '../ui/toasts.tsx'
import { useGrantChanged } from './use-grants.ts'

const unusedDays = 30

export const isUnused = ({ ended, lastAccessAt, givenAt }: Grant): boolean =>
  !ended && daysAgo(lastAccessAt ?? givenAt) >= unusedDays

/** Nothing at all when each is in use. */
export const UnusedGrants = ({ grants }: { grants: Grant[] }) => {
  const changed = useGrantChanged()
  const remove = useMutation({
    mutationFn: async (grant: Grant) => changed(await call<ChangedGrant>('POST', api.revoke(grant.id))),
    onSuccess: (_, { app }) => say(`${app.name} can no longer see or do anything here`)
  })
  const unused = grants.filter(isUnused)
  if (unused.length === 0) return null
  return (
    <Section
      id="unused"
      title="Not used for 30 days"
      about="These permissions lie open for nothing. You can connect an app again when you need it."
    >
      {remove.error && <Notice kind="danger">{reason(remove.error)}</Notice>}
      <ul className="panel">
        {unused.map((grant) => (
          <li key={grant.id}>
            <div className="row">
              <AppMark name={grant.app.name} />
              <span className="row-words">
                <span className="row-name">{grant.app.name}</span>
                <span className="quiet small">
                  {grant.lastAccessAt ? `Last used ${daysAgo(grant.lastAccessAt)} days ago` : 'Never used'}
                </span>
              </span>
              <Button
                look="danger-quiet"
                small
                busy={remove.isPending}
                onClick={() => remove.mutate(grant)}
                aria-label={`Remove the permission of ${grant.app.name}`}
              >
                Remove
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}

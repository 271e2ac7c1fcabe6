// The apps that a person logs in to with Parley, and forgetting one.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { KnownLogin } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { Button } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { say } from '../ui/toasts.tsx'

/** Nothing is shown while there is none. */
export const KnownLogins = () => {
  const logins = usePages<KnownLogin>(keys.logins, api.logins)
  const client = useQueryClient()
  const forget = useMutation({
    mutationFn: ({ app }: KnownLogin) => call('DELETE', api.login(app.id)),
    onSuccess: (_, { app }) => {
      say(`${app.name} will ask before it logs you in again`)
      return client.invalidateQueries({ queryKey: keys.logins })
    }
  })
  if (!logins.items || logins.items.length === 0) return null
  return (
    <Section id="logins" title="Log in only" about="These apps know your name. They can see and do nothing here.">
      {forget.error && <Notice kind="danger">{reason(forget.error)}</Notice>}
      <ul className="panel">
        {logins.items.map((login) => (
          <li key={login.app.id}>
            <div className="row">
              <AppMark name={login.app.name} />
              <div className="row-words">
                <span className="row-name">{login.app.name}</span>
                <span className="quiet small">
                  by {login.app.owner} · since <Time at={login.agreedAt} as="ago" />
                </span>
              </div>
              <Button
                look="plain"
                small
                busy={forget.isPending}
                onClick={() => forget.mutate(login)}
                aria-label={`Forget ${login.app.name}`}
              >
                Forget
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <MoreButton pages={logins} />
    </Section>
  )
}

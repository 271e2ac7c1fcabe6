// The door to the pages of signed-in people: others are sent to sign in and come back afterwards.
import { Navigate, useLocation } from 'react-router'
import { MeContext, useWhoAmI } from '../account/use-me.ts'
import { pages } from '../addresses.ts'
import { LiveProvider } from '../live/live-context.tsx'
import { Failed } from '../ui/states.tsx'
import { Shell } from './shell.tsx'
import { Starting } from './wordmark.tsx'

export const SignedIn = () => {
  const me = useWhoAmI()
  const { pathname, search } = useLocation()
  if (me.data) {
    return (
      <MeContext value={me.data}>
        <LiveProvider key={me.data.id}>
          <Shell />
        </LiveProvider>
      </MeContext>
    )
  }
  if (me.data === null) return <Navigate to={pages.signIn(pathname === '/' ? undefined : pathname + search)} replace />
  if (me.error) return <Failed error={me.error} retry={me.refetch} />
  return <Starting />
}

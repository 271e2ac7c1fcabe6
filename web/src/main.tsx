// Starts the web client.
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import './ui/tokens.css'
import './ui/base.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { queryClient } from './api/query-client.ts'
import { startTheme } from './appearance/theme.ts'
import { readKnownLog } from './evidence/known-log.ts'
import { router } from './routes.tsx'
import { leaveToasts, Toasts } from './ui/toasts.tsx'

startTheme()

let page = router.state.location.pathname
router.subscribe(({ location }) => {
  if (location.pathname !== page) leaveToasts()
  page = location.pathname
})

createRoot(document.getElementById('root')!).render(
  <CSPProvider disableStyleElements>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>
  </CSPProvider>
)

// Whom this browser trusts for the log is settled at its first visit, before anybody has a reason to lie about it.
const breathMs = 4000
if (!readKnownLog())
  setTimeout(
    () => void import('./evidence/look-at-log.ts').then(({ firstLook }) => firstLook()).catch(() => undefined),
    breathMs
  )

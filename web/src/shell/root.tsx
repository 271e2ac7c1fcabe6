// Around every page: what is shown while a page outside the shell is on its way.
import { Suspense } from 'react'
import { Outlet } from 'react-router'
import { Starting } from './wordmark.tsx'

export const Root = () => (
  <Suspense fallback={<Starting />}>
    <Outlet />
  </Suspense>
)

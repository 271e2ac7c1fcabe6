// What happens once somebody signed in or up: they are known, and go where they wanted to go.
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearchParams } from 'react-router'
import { isOwnPage, safeNext } from '../addresses.ts'
import { keys } from '../api/keys.ts'
import type { Me } from '../api/shapes.ts'

export const useEntered = (): ((me: Me) => void) => {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  return (me) => {
    const next = safeNext(search.get('next'))
    client.setQueryData(keys.me, me)
    if (isOwnPage(next)) void navigate(next, { replace: true })
    else location.assign(next)
  }
}

// Who is signed in on this device: a person, nobody (null), or not known yet.
import { useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { api } from '../addresses.ts'
import { ApiError } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Me } from '../api/shapes.ts'

export const useWhoAmI = () =>
  useQuery({
    queryKey: keys.me,
    staleTime: 300_000,
    queryFn: async ({ signal }): Promise<Me | null> => {
      try {
        return await call<Me>('GET', api.me(), undefined, signal)
      } catch (error) {
        if (error instanceof ApiError && error.code === 'not_signed_in') return null
        throw error
      }
    }
  })

export const MeContext = createContext<Me | undefined>(undefined)

/** The signed-in person; only inside pages that need one. */
export const useMe = (): Me => {
  const me = use(MeContext)
  if (!me) throw new Error('useMe is for pages of signed-in people')
  return me
}

// The newest alerts about unusual reading, and having seen them.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Alert, AlertPage } from '../api/shapes.ts'

export const useAlerts = () =>
  useQuery({
    queryKey: keys.newestAlerts,
    queryFn: ({ signal }) => call<AlertPage>('GET', api.alerts({ limit: 50 }), undefined, signal)
  })

/** The earlier ones about the same permission count as seen with it. */
export const useSeeAlert = () => {
  const client = useQueryClient()
  return async (alert: Alert): Promise<void> => {
    await call('POST', api.alertSeen(alert.id), {})
    await client.invalidateQueries({ queryKey: keys.anyAlerts })
  }
}

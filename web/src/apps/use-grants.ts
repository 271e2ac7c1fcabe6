// The permissions that the person gave to apps, live ones first.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { ChangedGrant, Grant } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'
import { useKeepReceipts } from '../evidence/use-kept-receipts.ts'

export const useGrants = () => usePages<Grant>(keys.grants, api.grants)

export const useGrant = (id: string) =>
  useQuery({ queryKey: keys.grant(id), queryFn: ({ signal }) => call<Grant>('GET', api.grant(id), undefined, signal) })

/** After a grant changed: shows the answer at once, keeps its receipts at a place, and asks for everything that follows from it. */
export const useGrantChanged = () => {
  const client = useQueryClient()
  const keep = useKeepReceipts()
  return ({ receipts, ...grant }: ChangedGrant, place = grant.app.id): Promise<unknown> => {
    keep(place, receipts)
    client.setQueryData(keys.grant(grant.id), grant)
    return Promise.all(
      [keys.grants, keys.preview(grant.id), keys.anyReaders, keys.anyActivity].map((queryKey) =>
        client.invalidateQueries({ queryKey })
      )
    )
  }
}

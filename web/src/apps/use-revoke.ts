// Revokes a permission, and keeps the receipt of it for as long as this page is open.
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Grant, Revoked } from '../api/shapes.ts'
import { useGrantChanged } from './use-grants.ts'

/** Done when the permission has ended for good. */
export const useRevoke = () => {
  const client = useQueryClient()
  const changed = useGrantChanged()
  return async ({ id }: Grant): Promise<void> => {
    const { receipts, ...grant } = await call<Revoked>('POST', api.revoke(id))
    client.setQueryDefaults(keys.revokeReceipts(id), { gcTime: Infinity })
    client.setQueryData(keys.revokeReceipts(id), receipts)
    await changed(grant)
  }
}

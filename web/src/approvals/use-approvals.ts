// What assistants want to write and may not yet, and the person's yes or no.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Approval, Page } from '../api/shapes.ts'

/** The first page: those that wait come first, and there are only a few of them. */
export const useApprovals = () =>
  useQuery({
    queryKey: keys.approvals,
    queryFn: ({ signal }) => call<Page<Approval>>('GET', api.approvals({}), undefined, signal)
  })

export const useDecide = () => {
  const client = useQueryClient()
  return async (id: string, how: 'approve' | 'deny'): Promise<void> => {
    await call<Approval>('POST', api.decideApproval(id, how))
    await client.invalidateQueries({ queryKey: keys.approvals })
  }
}

// The receipts of what the person changed, for as long as Parley is open in this tab, by the place where they are offered.
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import type { Receipt } from '../api/shapes.ts'

/** place: the id of an app or of a conversation, or a page. */
export const useKeptReceipts = (place: string): Receipt[] =>
  useQuery<Receipt[]>({ queryKey: keys.receipts(place), queryFn: skipToken, gcTime: Infinity }).data ?? []

/** One that is kept already is not kept twice. */
export const useKeepReceipts = () => {
  const client = useQueryClient()
  return (place: string, receipts: readonly Receipt[]): void => {
    const key = keys.receipts(place)
    client.setQueryDefaults(key, { gcTime: Infinity })
    client.setQueryData<Receipt[]>(key, (before = []) => [
      ...before,
      ...receipts.filter(({ note }) => before.every((one) => one.note !== note))
    ])
  }
}

// Which apps reach a conversation, and what the person keeps from apps.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Changed, Readers, Withhold, Withholding } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'
import { useKeepReceipts } from '../evidence/use-kept-receipts.ts'

const againMs = 20_000

/** watch: somebody looks at the details, so what others change shows soon also where no live word of it comes. */
export const useReaders = (conversation: string, { watch = false } = {}) =>
  useQuery({
    queryKey: keys.readers(conversation),
    queryFn: ({ signal }) => call<Readers>('GET', api.readers(conversation), undefined, signal),
    ...(watch && { staleTime: 0, refetchInterval: againMs })
  })

export const useWithheld = () => usePages<Withholding>(keys.withheld, api.withheld)

/** After a change to what apps get: keeps its receipts at a place, and asks again for everything that follows from it. */
export const useReadersChanged = () => {
  const client = useQueryClient()
  const keepReceipts = useKeepReceipts()
  return (place: string, answers: readonly Changed[]): Promise<unknown> => {
    keepReceipts(
      place,
      answers.flatMap(({ receipts }) => receipts)
    )
    return Promise.all(
      [keys.anyReaders, keys.withheld, keys.anyGrants, keys.anyActivity].map((queryKey) =>
        client.invalidateQueries({ queryKey })
      )
    )
  }
}

/** keep and allow are done when no app gets it any more, or may have it again. place: where their receipts are offered. */
export const useKeeping = (place: string) => {
  const changed = useReadersChanged()
  return {
    keep: async (what: Withhold): Promise<void> => {
      await changed(place, [await call<Changed>('PUT', api.withhold(), what)])
    },
    allow: async (...all: Withhold[]): Promise<void> => {
      const answers: Changed[] = []
      for (const what of all) answers.push(await call<Changed>('DELETE', api.allow(what)))
      await changed(place, answers)
    }
  }
}

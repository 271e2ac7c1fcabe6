// Which apps reach a conversation, and what the person keeps from apps.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Readers, Withhold, Withholding } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'

const againMs = 20_000

/** watch: somebody looks at the details, so what others change shows soon also where no live word of it comes. */
export const useReaders = (conversation: string, { watch = false } = {}) =>
  useQuery({
    queryKey: keys.readers(conversation),
    queryFn: ({ signal }) => call<Readers>('GET', api.readers(conversation), undefined, signal),
    ...(watch && { staleTime: 0, refetchInterval: againMs })
  })

export const useWithheld = () => usePages<Withholding>(keys.withheld, api.withheld)

/** Asks again for everything that follows from a change to what apps get. */
export const useReadersChanged = () => {
  const client = useQueryClient()
  return (): Promise<unknown> =>
    Promise.all(
      [keys.anyReaders, keys.withheld, keys.anyGrants, keys.anyActivity].map((queryKey) =>
        client.invalidateQueries({ queryKey })
      )
    )
}

/** keep and allow are done when no app gets it any more, or may have it again. */
export const useKeeping = () => {
  const changed = useReadersChanged()
  return {
    keep: async (what: Withhold): Promise<void> => {
      await call('PUT', api.withhold(), what)
      await changed()
    },
    allow: async (...all: Withhold[]): Promise<void> => {
      for (const what of all) await call('DELETE', api.allow(what))
      await changed()
    }
  }
}

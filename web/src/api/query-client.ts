// The memory of answers: how long they are good, when they are asked for again, and what a lost session does.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'
import { keys } from './keys.ts'

const lostSession = (error: unknown) => {
  if (error instanceof ApiError && error.code === 'not_signed_in') queryClient.setQueryData(keys.me, null)
}
// A refusal stays a refusal; only a missing or broken answer is worth a second question.
const worthAgain = (failures: number, error: unknown) =>
  failures < 2 && !(error instanceof ApiError && error.status < 500 && error.status > 0)

// Else what a browser holds to be offline would wait without a word, and Parley on this machine would not be asked at all.
const networkMode = 'always'

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: lostSession }),
  mutationCache: new MutationCache({ onError: lostSession }),
  defaultOptions: {
    queries: { staleTime: 30_000, gcTime: 600_000, retry: worthAgain, networkMode, refetchOnReconnect: true },
    mutations: { retry: false, networkMode }
  }
})

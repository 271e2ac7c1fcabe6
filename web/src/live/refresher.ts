// Asks for lists again, soon but not at every event: many in a short time become one question.
import type { QueryClient, QueryKey } from '@tanstack/react-query'

const waitMs = 250

export const createRefresher = (client: QueryClient): ((key: QueryKey) => void) => {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()
  return (key) => {
    const name = JSON.stringify(key)
    if (waiting.has(name)) return
    const ask = () => {
      waiting.delete(name)
      void client.invalidateQueries({ queryKey: key })
    }
    waiting.set(name, setTimeout(ask, waitMs))
  }
}

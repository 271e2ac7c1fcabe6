// Pauses a permission and lets it go on, as a whole or in one conversation.
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import type { Grant } from '../api/shapes.ts'
import { say } from '../ui/toasts.tsx'
import { useGrantChanged } from './use-grants.ts'

/** Both are done when the platform has answered; the lists that follow from it are asked for again behind that. */
export const usePausing = (grant: string, app: string) => {
  const changed = useGrantChanged()
  const place = (conversation: string | undefined) =>
    conversation === undefined ? 'everywhere' : 'in this conversation'
  return {
    pause: async (conversation?: string): Promise<void> => {
      void changed(await call<Grant>('POST', api.pause(grant), conversation === undefined ? {} : { conversation }))
      say(`${app} is paused ${place(conversation)}`)
    },
    resume: async (conversation?: string): Promise<void> => {
      void changed(await call<Grant>('POST', api.resume(grant), conversation === undefined ? {} : { conversation }))
      say(`${app} goes on ${place(conversation)}`)
    }
  }
}

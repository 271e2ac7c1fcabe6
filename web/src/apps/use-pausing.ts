// Pauses a permission and lets it go on, as a whole or in one conversation.
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import type { ChangedGrant } from '../api/shapes.ts'
import { say } from '../ui/toasts.tsx'
import { useGrantChanged } from './use-grants.ts'

/**
 * Both are done when the platform has answered; the lists that follow from it are asked for again behind that. receiptsAt: where their
 * receipts are offered, if not with the app.
 */
export const usePausing = (grant: string, app: string, receiptsAt?: string) => {
  const changed = useGrantChanged()
  const change = async (address: string, conversation: string | undefined): Promise<void> => {
    const body = conversation === undefined ? {} : { conversation }
    void changed(await call<ChangedGrant>('POST', address, body), receiptsAt)
  }
  const place = (conversation: string | undefined) =>
    conversation === undefined ? 'everywhere' : 'in this conversation'
  return {
    pause: async (conversation?: string): Promise<void> => {
      await change(api.pause(grant), conversation)
      say(`${app} is paused ${place(conversation)}`)
    },
    resume: async (conversation?: string): Promise<void> => {
      await change(api.resume(grant), conversation)
      say(`${app} goes on ${place(conversation)}`)
    }
  }
}

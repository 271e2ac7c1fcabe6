// Asks Wise how much a transfer was and who got it: the webhook carries ids only.
import { type Amount, checkAmount } from '../camt054/amount.ts'

// The amount as Wise wrote it, not as a floating point number has it.
const keepNumbers = (_name: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value

/** api: where Wise's API is, such as https://api.transferwise.com. token: of the account that the transfers belong to. */
export type WiseApi = { api: string; token: string }

/**
 * Asks for /v1/transfers/{id}, then for the recipient's /v1/accounts/{id}, by `ask`, which is fetch or like it. undefined when Wise does not
 * say, so it can be asked again.
 */
export const askAmount = async (
  ask: typeof fetch,
  { api, token }: WiseApi,
  id: string
): Promise<{ amount: Amount; payee: string } | undefined> => {
  const get = async (path: string): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
    const answer = await ask(`${api}${path}`, { headers, signal: AbortSignal.timeout(3000) })
    if (!answer.ok) throw new Error(`Wise answered ${answer.status}`)
    return JSON.parse(await answer.text(), keepNumbers) as Record<string, unknown>
  }
  try {
    const transfer = await get(`/v1/transfers/${id}`)
    const amount = checkAmount(String(transfer['targetValue']), String(transfer['targetCurrency']))
    const target = String(transfer['targetAccount'])
    if (typeof amount === 'string' || !/^\d{1,18}$/.test(target)) return undefined
    const { accountHolderName } = await get(`/v1/accounts/${target}`)
    if (typeof accountHolderName !== 'string' || !accountHolderName.trim()) return undefined
    return { amount, payee: accountHolderName.trim().slice(0, 140) }
  } catch {
    return undefined
  }
}

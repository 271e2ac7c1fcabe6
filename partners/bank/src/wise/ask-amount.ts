// Asks Wise how much a transfer was and who got it: the webhook carries ids only.
import { type Amount, checkAmount } from '../camt/amount.ts'
import type { Wise } from '../config.ts'

// The amount as Wise wrote it, not as a floating point number has it.
const keepNumbers = (_name: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value

const get = async (wise: Wise, path: string): Promise<Record<string, unknown>> => {
  const headers = { authorization: `Bearer ${wise.token}`, accept: 'application/json' }
  const answer = await fetch(`${wise.api}${path}`, { headers, signal: AbortSignal.timeout(3000) })
  if (!answer.ok) throw new Error(`Wise answered ${answer.status}`)
  return JSON.parse(await answer.text(), keepNumbers) as Record<string, unknown>
}

/** GET /v1/transfers/{id} and the recipient's /v1/accounts/{id}; undefined when Wise does not say, so it can be asked again. */
export const askAmount = async (wise: Wise, id: string): Promise<{ amount: Amount; payee: string } | undefined> => {
  try {
    const transfer = await get(wise, `/v1/transfers/${id}`)
    const amount = checkAmount(String(transfer['targetValue']), String(transfer['targetCurrency']))
    const target = String(transfer['targetAccount'])
    if (typeof amount === 'string' || !/^\d{1,18}$/.test(target)) return undefined
    const { accountHolderName } = await get(wise, `/v1/accounts/${target}`)
    if (typeof accountHolderName !== 'string' || !accountHolderName.trim()) return undefined
    return { amount, payee: accountHolderName.trim().slice(0, 140) }
  } catch {
    return undefined
  }
}

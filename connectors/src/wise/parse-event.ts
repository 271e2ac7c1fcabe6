// Reads the body of Wise's transfers#state-change, schema 2.0.0 and later.
import { BadInput } from '../bad-input.ts'

export type WiseEvent = { transfer: string; profile: string; state: string; occurredOn: string }

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0
const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** undefined: an event of another kind, to be taken and forgotten. Throws BadInput for what is none of Wise's. */
export const parseEvent = (body: string): WiseEvent | undefined => {
  const event = jsonOf(body)
  const kind = at(event, 'event_type')
  if (typeof kind === 'string' && kind !== 'transfers#state-change') return undefined
  const resource = at(at(event, 'data'), 'resource')
  const [id, profile] = [at(resource, 'id'), at(resource, 'profile_id')]
  const [state, occurred] = [at(at(event, 'data'), 'current_state'), at(at(event, 'data'), 'occurred_at')]
  const isTime =
    typeof occurred === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(occurred) && !Number.isNaN(Date.parse(occurred))
  if (typeof kind !== 'string' || !isId(id) || !isId(profile) || typeof state !== 'string' || !isTime)
    throw new BadInput('That is no event of Wise.', { code: 'bad_event' })
  return { transfer: String(id), profile: String(profile), state, occurredOn: occurred.slice(0, 10) }
}

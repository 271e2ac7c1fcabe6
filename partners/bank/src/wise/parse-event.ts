// Reads the body of Wise's transfers#state-change, schema 2.0.0 and later.

export type WiseEvent = { transfer: string; profile: string; state: string; occurredOn: string }

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0
const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

/** undefined: it is not of this shape. other: an event of another kind, which is taken and forgotten. */
export const parseEvent = (body: string): WiseEvent | 'other' | undefined => {
  let event: unknown
  try {
    event = JSON.parse(body)
  } catch {
    return undefined
  }
  const kind = at(event, 'event_type')
  if (typeof kind !== 'string') return undefined
  if (kind !== 'transfers#state-change') return 'other'
  const resource = at(at(event, 'data'), 'resource')
  const [id, profile] = [at(resource, 'id'), at(resource, 'profile_id')]
  const [state, occurred] = [at(at(event, 'data'), 'current_state'), at(at(event, 'data'), 'occurred_at')]
  if (!isId(id) || !isId(profile) || typeof state !== 'string' || typeof occurred !== 'string') return undefined
  if (!/^\d{4}-\d{2}-\d{2}T/.test(occurred) || Number.isNaN(Date.parse(occurred))) return undefined
  return { transfer: String(id), profile: String(profile), state, occurredOn: occurred.slice(0, 10) }
}

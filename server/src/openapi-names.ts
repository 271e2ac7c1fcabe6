// Gives the schemas of the wire contract their names in the OpenAPI document, so that each stands there once.
import * as alert from '@parley/protocol/api/alert.ts'
import * as approval from '@parley/protocol/api/approval.ts'
import * as content from '@parley/protocol/api/content.ts'
import * as events from '@parley/protocol/api/events.ts'
import * as grant from '@parley/protocol/api/grant.ts'
import * as partner from '@parley/protocol/api/partner.ts'
import * as people from '@parley/protocol/api/people.ts'
import * as scalars from '@parley/protocol/api/scalars.ts'

type Json = { [key: string]: unknown }

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner
  )

// Queries become parameters, one by one; an empty body is none; and changes are a page like others.
const unnamed = new Set(['PageQuery', 'EventsQuery', 'Nothing', 'PartnerChanges'])

const isSchema = (value: unknown): value is Json => isObject(value) && ['type', 'anyOf', 'enum'].some((k) => k in value)

const contract = (own: object): Map<string, string> => {
  const names = new Map<string, string>()
  for (const [name, value] of [own, alert, approval, content, events, grant, partner, people, scalars].flatMap(
    Object.entries
  )) {
    if (isSchema(value) && !unnamed.has(name) && !names.has(canonical(value))) names.set(canonical(value), name)
  }
  return names
}

/**
 * Replaces each schema that the contract names by a reference; returns the new value and the schemas that are referred to. own: more
 * names, of schemas that only the document has.
 */
export const nameSchemas = <T>(document: T, own: object): { document: T; schemas: Record<string, object> } => {
  const names = contract(own)
  const schemas: Record<string, object> = {}
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(named)
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, named(part)]))
  }
  const named = (value: unknown): unknown => {
    const name = isObject(value) ? names.get(canonical(value)) : undefined
    if (name === undefined) return inner(value)
    if (!(name in schemas)) {
      schemas[name] = {}
      schemas[name] = inner(value) as object
    }
    return { $ref: `#/components/schemas/${name}` }
  }
  return { document: inner(document) as T, schemas }
}

// The small values that every part of the API is made of.
import Type, { type Static, type TSchema } from 'typebox'

/** An object that refuses unknown fields, as every request body does. */
export const Strict = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

/** A UUID in lower case. */
export const Id = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
export type Id = Static<typeof Id>

/** A point in time, RFC 3339 in UTC with milliseconds. */
export const Time = Type.String({ format: 'date-time' })

/** A place in a list that the server gave out; opaque to everybody else. */
export const Cursor = Type.String({ minLength: 1, maxLength: 2048, pattern: '^[A-Za-z0-9_-]+$' })

/** A place in a conversation's gapless order, from 1. */
export const Seq = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

/** How far somebody has come in that order; 0 is before its first event. */
export const Place = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

export const Handle = Type.String({ pattern: '^[a-z][a-z0-9_]{2,29}$' })
export const PersonName = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })
export const HttpUrl = Type.String({ minLength: 8, maxLength: 2000, pattern: '^https?://[^\\s]+$' })

/** A list that goes on where `next` says; without `next` it has ended. */
export const Page = <T extends TSchema>(item: T) => Strict({ items: Type.Array(item), next: Type.Optional(Cursor) })

/** The body of an answer that has none (204). */
export const Nothing = Type.Unsafe<void>(Type.Null())

/** The query of every paged list. */
export const PageQuery = Strict({
  after: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 }))
})

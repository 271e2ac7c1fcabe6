// What a bad request is, before it is sent, and the part of the OpenAPI document that it is made from.
import type { JsonSchema } from './bad-values.ts'

export type Operation = {
  operationId: string
  security?: object[]
  parameters?: { in: string; name: string; required?: boolean; schema: JsonSchema }[]
  requestBody?: { content: { 'application/json': { schema: JsonSchema } } }
}
export type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema> }
}

/** How the credentials of a request are made when it is sent, since a proof is good for one request and one minute. */
export type Credentials =
  | { by: 'nobody' }
  | { by: 'cookie' | 'cookie among others' | 'wrong cookie' }
  | {
      by: 'proof'
      proof: 'good' | 'none' | 'twice' | 'two headers' | 'garbage' | 'replayed' | { header: object; payload: object }
    }

/**
 * isRefused: the document itself says that this is refused. Who sends it is decided from that: ana sends only what is refused.
 * target, headers and body are sent as they are. endsRights: succeeding may take rights away from whoever sends it.
 */
export type BadRequest = {
  operation: string
  method: string
  target: string
  headers: [name: string, value: string][]
  body: Buffer | undefined
  credentials: Credentials
  isRefused: boolean
  endsRights: boolean
  /** Cuts or spoils the bytes on the way; sent on a connection of its own. */
  broken?: 'length too long' | 'length too short' | 'two lengths' | 'bad chunk' | 'NUL in a header' | 'cut'
}

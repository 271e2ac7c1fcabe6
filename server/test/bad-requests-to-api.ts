// Bad requests to /api and /v1, made from the OpenAPI document.
import fc, { type Arbitrary } from 'fast-check'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { anyBody, anyTarget, type Makers } from './bad-bodies.ts'
import { anyCursor } from './bad-cursors.ts'
import { anyEnvelope, hasNoRight } from './bad-envelopes.ts'
import type { BadRequest, Document, Operation } from './bad-request.ts'
import type { BadWorld } from './bad-request-world.ts'
import { fitting, type JsonSchema, type Known } from './bad-values.ts'

const expensive = new Set(['signUp', 'signIn', 'setPassword', 'signUpWithPasskey'])
// Whoever signs in or up ends the session that the browser had.
const endings = new Set([
  'signIn',
  'signInWithPasskey',
  'signUp',
  'signUpWithPasskey',
  'signOut',
  'signOutEverywhere',
  'endSession',
  'setPassword',
  'unfriend',
  'blockPerson',
  'leaveConversation',
  'narrowGrant',
  'revokeGrant',
  'giveBackGrant',
  'removePasskey'
])

const anyRequest = (address: string, method: string, operation: Operation, makers: Makers): Arbitrary<BadRequest> => {
  const isPartner = address.startsWith('/v1/')
  const parameters = operation.parameters ?? []
  const hasKey = parameters.some((parameter) => parameter.in === 'header')
  return fc
    .record({
      to: anyTarget(address, parameters, makers),
      body: anyBody(operation.requestBody?.content['application/json'].schema, makers),
      envelope: anyEnvelope(method, isPartner, hasKey)
    })
    .map(({ to, body, envelope }) => {
      const { origin, key, broken } = envelope
      const isOther = envelope.method !== method
      const isForeign = !isPartner && method !== 'GET' && !['own', 'none'].includes(origin)
      const isRefused =
        !isOther &&
        (!to.fits ||
          !body.fits ||
          isForeign ||
          key?.fits === false ||
          (operation.security !== undefined && hasNoRight(envelope)))
      const headers: [string, string][] = [
        ...(origin === 'none' ? [] : [['Origin', origin] as [string, string]]),
        ...(body.type === undefined ? [] : [['Content-Type', body.type] as [string, string]]),
        ...(key?.text === undefined ? [] : [['Idempotency-Key', key.text] as [string, string]]),
        ...envelope.more
      ]
      const isPlain = envelope.more.length === 0 && broken === undefined
      return {
        operation: operation.operationId,
        method: envelope.method,
        target: to.target,
        headers,
        body: body.bytes,
        credentials: envelope.credentials,
        isRefused: isRefused && isPlain,
        endsRights: isOther || !isPlain || endings.has(operation.operationId),
        ...(broken !== undefined && { broken })
      }
    })
}

const checksOf = (schemas: Record<string, JsonSchema>): Makers['check'] => {
  const [plain, coercing] = [false, true].map((coerceTypes) =>
    formats.default(new Ajv({ strict: false, coerceTypes })).addSchema({ $id: 'doc', components: { schemas } })
  ) as [Ajv, Ajv]
  return (schema, coerce) => {
    const inDocument = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')) as object
    // Wrapped, since only a property can be coerced.
    const check = (coerce ? coercing : plain).compile({
      type: 'object',
      properties: { value: inDocument },
      required: ['value']
    })
    return (value) => check({ value })
  }
}

/** Requests to every address of the document; those whose work is a password hash come less often. */
export const badApiRequests = (document: Document, { ids, eves, handles, eve }: BadWorld): Arbitrary<BadRequest> => {
  const known: Known = {
    Id: fc.oneof(
      { weight: 10, arbitrary: fc.constantFrom(...eves.slice(2, 3)) },
      { weight: 6, arbitrary: fc.constantFrom(...eves.slice(3, 6)) },
      { weight: 12, arbitrary: fc.constantFrom(...ids) },
      { weight: 1, arbitrary: fc.uuid() }
    ),
    clientId: fc.uuid(),
    replyTo: fc.oneof(fc.constantFrom(...eves.slice(3, 6)), fc.constantFrom(...ids)),
    Handle: fc.constantFrom(...handles),
    Cursor: anyCursor([...ids, ...handles, eve.person.session])
  }
  const { schemas } = document.components
  const makers = { of: fitting(schemas, known), check: checksOf(schemas) }
  return fc.oneof(
    ...Object.entries(document.paths).flatMap(([address, byMethod]) =>
      Object.entries(byMethod).map(([method, operation]) => ({
        weight: expensive.has(operation.operationId) ? 1 : address.startsWith('/v1/') ? 60 : 20,
        arbitrary: anyRequest(address, method.toUpperCase(), operation, makers)
      }))
    )
  )
}

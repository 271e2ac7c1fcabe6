// The OpenAPI document is valid, names every address of people and partners, and says what each takes and gives.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { createApp } from '../src/app.ts'
import type { App } from '../src/base/http.ts'
import { operations } from '../src/openapi-operations.ts'

type Media = { content?: Record<string, { schema?: object }> }
type Described = {
  operationId?: string
  summary?: string
  tags?: string[]
  security?: object[]
  parameters?: { name: string; in: string; schema?: object }[]
  requestBody?: Media
  responses: Record<string, Media & { description: string }>
}
type Document = {
  openapi: string
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, object> }
}

let parley: TestPlatform
let document: Document
let app: App
before(async () => {
  parley = await startTestPlatform()
  document = (await (await fetch(`${parley.url}/openapi.json`)).json()) as Document
  app = await createApp(parley)
})
after(async () => {
  await app.close()
  await parley.close()
})

const addressOf = (route: string): string => route.replaceAll(/:(\w+)/g, '{$1}')
const described = (method: string, route: string): Described | undefined =>
  document.paths[addressOf(route)]?.[method.toLowerCase()]

/** Every route of /api and /v1 that Fastify answers, HEAD and OPTIONS aside. */
const routes = (): [method: string, route: string][] => {
  const found: [string, string][] = []
  const path: string[] = []
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S*) \(([^)]*)\)/.exec(line) ?? []
    if (methods === '') continue
    path.splice(indent.length / 4, Infinity, part)
    const route = path.join('')
    for (const method of methods.split(', ')) {
      if (/^\/(api|v1)\//.test(route) && !['HEAD', 'OPTIONS'].includes(method)) found.push([method, route])
    }
  }
  return found
}

test('the document is a valid OpenAPI 3.1 document', async () => {
  assert.equal(document.openapi, '3.1.0')
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  assert.deepEqual(errors, undefined)
  assert.equal(valid, true)
})

test('every route of people and partners is in it, and nothing else', () => {
  const all = routes().map(([method, route]) => `${method} ${route}`)
  assert.ok(all.length > 50)
  assert.deepEqual(all.toSorted(), Object.keys(operations).toSorted())
  const documented = Object.entries(document.paths).flatMap(([address, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${address}`)
  )
  assert.deepEqual(documented.toSorted(), [...all.map(addressOf), 'GET /api/live'].toSorted())
})

test('each says what it takes and what it gives, and how it refuses', () => {
  for (const [method, route] of routes()) {
    const what = `${method} ${route}`
    const operation = described(method, route)
    assert.ok(operation?.operationId && operation.summary && operation.tags?.length === 1, what)
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
    assert.deepEqual(
      inPath.map(({ name }) => name),
      [...route.matchAll(/:(\w+)/g)].map(([, name]) => name),
      what
    )
    for (const { schema } of inPath) assert.ok(schema && Object.keys(schema).length > 0, what)
    const good = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'))
    assert.ok(good.length > 0, what)
    for (const [status, { content }] of good) {
      if (status !== '204') assert.ok(Object.values(content ?? {})[0]?.schema, `${what} ${status}`)
    }
    assert.ok(operation.responses['4XX']?.content?.['application/problem+json']?.schema, what)
    if (['PUT', 'PATCH'].includes(method) && !/^\/api\/blocks\/|\/closed-to-apps$/.test(route))
      assert.ok(operation.requestBody?.content?.['application/json']?.schema, what)
  }
})

test('operation ids are unique, and every reference leads somewhere', () => {
  const ids = Object.values(operations).map(([id]) => id)
  assert.equal(new Set(ids).size, ids.length)
  for (const [, name] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
    assert.ok(name && document.components.schemas[name], name)
  }
})

test('an answer of the platform has the shape that the document names', async () => {
  const response = described('POST', '/api/conversations')?.responses['201']
  assert.deepEqual(response?.content?.['application/json']?.schema, { $ref: '#/components/schemas/Conversation' })
  const { headers, status } = await fetch(`${parley.url}/openapi.json`)
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
})

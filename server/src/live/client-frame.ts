// Reads what a client sends on its socket: bytes in, a checked frame out.
import { ReadFrame, Resume, SendFrame, type ClientFrame } from '@parley/protocol/api/live.ts'
import { Ajv, type ValidateFunction } from 'ajv'
import { parseJson } from '../base/parse-json.ts'
import { Refusal } from '../base/refusal.ts'

const ajv = new Ajv({ strict: false })
const checks: Record<string, ValidateFunction> = {
  resume: ajv.compile(Resume),
  send: ajv.compile(SendFrame),
  read: ajv.compile(ReadFrame)
}

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined

/** The ref of a frame, also of one that is refused; undefined where there is none. */
export const refOf = (value: unknown): number | undefined => {
  const ref = fieldOf(value, 'ref')
  return Number.isSafeInteger(ref) && (ref as number) >= 0 ? (ref as number) : undefined
}

/** JSON as it came. Throws invalid_text, invalid_request. */
export const parseFrame = (bytes: Uint8Array, isBinary: boolean): unknown => {
  if (isBinary) throw new Refusal('invalid_request', { detail: 'Frames are text' })
  return parseJson(bytes)
}

/** Throws invalid_request with what is wrong. */
export const checkFrame = (value: unknown): ClientFrame => {
  const type = fieldOf(value, 'type')
  const check = typeof type === 'string' && Object.hasOwn(checks, type) ? checks[type] : undefined
  if (!check) throw new Refusal('invalid_request', { detail: 'A frame has the type resume, send or read' })
  if (!check(value)) {
    const error = check.errors?.[0]
    throw new Refusal('invalid_request', { detail: `${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}` })
  }
  return value as ClientFrame
}

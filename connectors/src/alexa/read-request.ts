// Reads the body of a request whose signature holds: for this skill, just now, and what it says.
import { BadInput } from '../bad-input.ts'
import { isFields, readJson } from '../read-fields.ts'

export type AlexaRequest = {
  /** Alexa's own name for the request: take it once. forgetAt: from then on (milliseconds since 1970) its time would be refused anyway. */
  id: string
  forgetAt: number
  /** LaunchRequest, IntentRequest, SessionEndedRequest, AlexaSkillEvent.SkillDisabled … */
  type: string
  /** Alexa repeats an event under the same id until it is answered, and a spoken request never. */
  isEvent: boolean
  userId: string
  /** Of the account that is linked, or was just linked; what is no token (RFC 6750 §2.1) is left out. */
  accessToken: string | undefined
  locale: string
  /** An intent's name, and its slots that have a value. */
  intent: string | undefined
  slots: Record<string, string>
}

const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce((inner, name) => (isFields(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), value)
const isName = (value: unknown, charsMax: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= charsMax

const toleranceMs = 150_000
const eventToleranceMs = 3_600_000
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/

/** A time that cannot be read is NaN, and fails every comparison. */
const millisecondsOf = (timestamp: unknown): number =>
  typeof timestamp === 'string' && isoTime.test(timestamp) ? Date.parse(timestamp) : Number.NaN

const slotsOf = (slots: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isFields(slots) ? slots : {}).flatMap(([name, slot]): [string, string][] => {
      const value = at(slot, 'value')
      return typeof value === 'string' ? [[name, value]] : []
    })
  )

/** Throws BadInput, with 403 when the request is for another skill. */
export const readRequest = (body: Uint8Array, skillId: string, nowMs: number): AlexaRequest => {
  const json = readJson(body)
  const said = (...path: string[]): unknown => at(json, 'request', ...path)
  const system = (...path: string[]): unknown => at(json, 'context', 'System', ...path)
  const [type, id, userId] = [said('type'), said('requestId'), system('user', 'userId')]
  if (!isName(type, 100) || !isName(id, 300)) throw new BadInput('The body is not a request of Alexa')
  if (system('application', 'applicationId') !== skillId)
    throw new BadInput('The request is for another skill', { status: 403 })
  if (at(json, 'session') !== undefined && at(json, 'session', 'application', 'applicationId') !== skillId)
    throw new BadInput('The session is of another skill', { status: 403 })
  if (!isName(userId, 255)) throw new BadInput('There is no user')
  const isEvent = type.startsWith('AlexaSkillEvent.')
  const sentMs = millisecondsOf(said('timestamp'))
  const pastMs = isEvent ? eventToleranceMs : toleranceMs
  if (!(sentMs >= nowMs - pastMs && sentMs <= nowMs + toleranceMs))
    throw new BadInput('The timestamp is missing, too old, or in the future')
  const token = isEvent ? said('body', 'accessToken') : system('user', 'accessToken')
  const [locale, intent] = [said('locale'), said('intent', 'name')]
  return {
    id,
    forgetAt: sentMs + pastMs + toleranceMs,
    type,
    isEvent,
    userId,
    accessToken: typeof token === 'string' && /^[\w.~+/-]{1,2000}=*$/.test(token) ? token : undefined,
    locale: typeof locale === 'string' ? locale : '',
    intent: type === 'IntentRequest' && isName(intent, 100) ? intent : undefined,
    slots: slotsOf(said('intent', 'slots'))
  }
}

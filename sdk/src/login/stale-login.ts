// The refusal of a login that cannot be finished any more.
import { ParleyRefusal } from '../refusal.ts'

export const staleLogin = (cause?: unknown): ParleyRefusal =>
  new ParleyRefusal('login_stale', {
    status: 400,
    title: 'This login is too old or was finished already; start it again',
    ...(cause !== undefined && { cause })
  })

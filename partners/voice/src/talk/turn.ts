// One turn of talking with Voice: who talks, and what comes of it.
import type { GrantedDetail, Session } from '@parley/sdk'
import type { State } from './state.ts'

/** Where a person stands; kept until it is set to undefined. */
export type Place = {
  get: () => State | undefined | Promise<State | undefined>
  set: (state: State | undefined) => void | Promise<void>
}

/** What Voice uses of a connection: a session of a login has it, and so has the plain token that Alexa sends. */
export type Speaker = Pick<Session, 'messages' | 'person'> & { permission: Pick<GrantedDetail, 'messages'> | undefined }

/** key: the same for a turn that is sent again, so that a reply goes out once. max: how many characters of SSML the speech may have. */
export type Talk = { session: Speaker; place: Place; key: string; max: number }

export type Turn = { state: State; say: string[]; ends?: boolean }

/** connect: connecting again would help. lacks: the right that is missing. */
export type Said = Omit<Turn, 'state'> & { asks?: State['asks']; connect?: boolean; lacks?: string | undefined }

// Shows the platform once more that it is the person, where being signed in is not enough.
import { api } from '../addresses.ts'
import { ApiError } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { answerWithPasskey } from './passkey.ts'

/** The platform wants to know first that it is still the person who signed in. */
export const isUnconfirmed = (error: unknown): boolean => error instanceof ApiError && error.code === 'confirm_first'

/** password: undefined to use a passkey. */
export const confirmMe = async (password: string | undefined): Promise<void> => {
  await call('POST', api.confirm(), password === undefined ? await answerWithPasskey() : { password })
}

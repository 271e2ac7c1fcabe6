// Say the right thing when something is missing or over.
import { endsConnection, isUnreachable, missingRight, ParleyRefusal } from '@parley/sdk'

export const sentenceFor = (error: unknown): string => {
  if (endsConnection(error)) return 'The connection to Parley has ended. Connect again?'
  const right = missingRight(error)
  if (right) return `You did not give this app the right to ${right}. Ask for it?`
  if (isUnreachable(error)) return 'Parley cannot be reached right now.'
  if (error instanceof ParleyRefusal) return error.title
  throw error
}

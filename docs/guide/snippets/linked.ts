// Answer with a token that a voice assistant got for the person, such as Alexa's context.System.user.accessToken.
import { endsConnection, type ParleyApp } from '@parley/sdk'

/** user: the assistant's own name for the person, such as Alexa's context.System.user.userId. */
export const sayByVoice = async (
  parley: ParleyApp,
  user: string,
  token: string,
  conversation: string,
  text: string
) => {
  try {
    const { messages } = await parley.links.open(user, token)
    await messages.write(conversation, { text })
    return 'Sent.'
  } catch (error) {
    if (endsConnection(error)) return 'Please link your account again.'
    throw error
  }
}

/** The person switched the skill off; the assistant sends no token with that. */
export const switchedOff = (parley: ParleyApp, user: string) => parley.links.end(user)

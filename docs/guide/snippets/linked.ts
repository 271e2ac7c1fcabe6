// Answer with a token that a voice assistant got for the person, such as Alexa's context.System.user.accessToken.
import { endsConnection, type ParleyApp } from '@parley/sdk'

export const sayByVoice = async (parley: ParleyApp, accessToken: string, conversation: string, text: string) => {
  try {
    await parley.withToken(accessToken).messages.write(conversation, { text })
    return 'Sent.'
  } catch (error) {
    if (endsConnection(error)) return 'Please link your account again.'
    throw error
  }
}

// Registers Voice's skill in the demo, so that its endpoint is there: what Amazon did not sign for this skill, it refuses.
import { deriveKey } from '@parley/server/base/derive-key.ts'
import { findApp } from '@parley/server/grants/find-app.ts'
import { makeProvider } from '@parley/server/login/make-provider.ts'
import { registerClient } from '@parley/server/login/register-client.ts'
import type { Platform } from '@parley/server/platform.ts'

const clientId = 'alexa'

/** What the app must know. Amazon has given the skill's id to nobody, so no request that it signs is for this skill. */
export const skillSettings = ({ secret }: Pick<Platform, 'secret'>) => ({
  VOICE_ALEXA_SKILL_ID: 'amzn1.ask.skill.00000000-0000-0000-0000-000000000000',
  VOICE_ALEXA_CLIENT_ID: clientId,
  VOICE_ALEXA_CLIENT_SECRET: deriveKey(secret, 'demo app alexa').toString('base64url')
})

/** voice: the app's address, where people come back to who link an account; the console of a real skill shows Amazon's. */
export const registerSkill = async (platform: Platform, voice: string): Promise<void> => {
  if (await findApp(platform.sql, clientId)) return
  await registerClient(
    { provider: await makeProvider(platform), sql: platform.sql },
    {
      clientId,
      name: 'Voice on Alexa',
      owner: 'Clearwater Speech',
      purpose: 'To read your messages aloud and take down your replies.',
      purposeCode: 'dpv:RequestedServiceProvision',
      redirectUris: [`${voice}/`],
      bearerAllowed: true,
      secret: skillSettings(platform).VOICE_ALEXA_CLIENT_SECRET
    }
  )
}

// The voice app for a test file, with a skill that trusts a self-made Alexa.
import { readConfig } from '@parley/voice/config.ts'
import { startVoice } from '@parley/voice/start.ts'
import { alexaBody, alexaRedirect, makeTestAlexa, type Spoken, testSkillId } from './test-alexa.ts'
import { registerTestClient, type TestClient } from './test-client.ts'
import type { TestPlatform } from './test-platform.ts'
import { startTestSite, type TestSite } from './test-site.ts'

export type TestVoice = TestSite & {
  /** By which people link their account. */
  skill: TestClient
  /** What the skill answers to a request; forged: signed by somebody else. */
  alexaSays: (spoken: Spoken, forged?: boolean) => Promise<{ status: number; text: string }>
}

export const startTestVoice = async (platform: TestPlatform): Promise<TestVoice> => {
  const [alexa, forger] = [makeTestAlexa(), makeTestAlexa()]
  const skill = await registerTestClient(platform, {
    clientId: 'alexa',
    name: 'Voice on Alexa',
    redirectUris: [alexaRedirect],
    bearerAllowed: true
  })
  const site = await startTestSite(platform, {
    id: 'voice',
    place: 4,
    env: { VOICE_ALEXA_SKILL_ID: testSkillId, VOICE_ALEXA_CLIENT_SECRET: skill.secret! },
    start: (env) =>
      startVoice(readConfig(env), { fetchChain: async () => alexa.chain, roots: [alexa.root], now: () => Date.now() })
  })
  return {
    ...site,
    skill,
    alexaSays: async (spoken, forged = false) => {
      const body = JSON.stringify(alexaBody(spoken))
      const headers = (forged ? forger : alexa).headersOf(body)
      const answer = await fetch(`${site.url}/alexa`, { method: 'POST', headers, body })
      return { status: answer.status, text: await answer.text() }
    }
  }
}

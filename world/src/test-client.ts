// Apps for tests, registered as an operator would register them.
import { makeProvider } from '@parley/server/login/make-provider.ts'
import { registerClient, type NewClient } from '@parley/server/login/register-client.ts'
import type { TestPlatform } from './test-platform.ts'

export type TestClient = { id: string; clientId: string; secret?: string; redirectUri: string }

/** Registers an app; what is left out is filled in. */
export const registerTestClient = async (
  platform: TestPlatform,
  client: Partial<NewClient> & { clientId: string }
): Promise<TestClient> => {
  const provider = await makeProvider(platform)
  const { app, secret } = await registerClient(
    { provider, sql: platform.sql },
    {
      name: client.clientId.charAt(0).toUpperCase() + client.clientId.slice(1),
      owner: 'Test Works',
      purpose: 'To share songs with friends.',
      purposeCode: 'dpv:RequestedServiceProvision',
      redirectUris: ['https://app.example/callback'],
      ...client
    }
  )
  return {
    id: app.id,
    clientId: app.clientId,
    redirectUri: client.redirectUris?.[0] ?? 'https://app.example/callback',
    ...(secret && { secret })
  }
}

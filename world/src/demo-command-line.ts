// Registers Voice's command line in the demo: it runs on a person's machine, keeps no secret, and shows a code to log in.
import { findApp } from '@parley/server/grants/find-app.ts'
import { makeProvider } from '@parley/server/login/make-provider.ts'
import { registerClient, type NewClient } from '@parley/server/login/register-client.ts'
import type { Platform } from '@parley/server/platform.ts'

export const commandLine = {
  clientId: 'voice-cli',
  name: 'Voice on your computer',
  owner: 'Clearwater Speech',
  purpose: 'To read your messages aloud and take down your replies.',
  purposeCode: 'dpv:RequestedServiceProvision',
  isPublic: true,
  isDevice: true,
  redirectUris: []
} satisfies NewClient

export const registerCommandLine = async (platform: Platform): Promise<void> => {
  if (await findApp(platform.sql, commandLine.clientId)) return
  await registerClient({ provider: await makeProvider(platform), sql: platform.sql }, commandLine)
}

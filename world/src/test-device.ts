// Devices without a browser for tests: they show a code, a person enters it, and they ask for their tokens.
import * as client from 'openid-client'
import type { TestBrowser } from './test-browser.ts'
import type { Ask, TestApp, Tokens } from './test-login.ts'
import type { TestPlatform } from './test-platform.ts'

export type TestDevice = client.DeviceAuthorizationResponse

export const startTestDevice = ({ config }: TestApp, ask: Ask = {}): Promise<TestDevice> =>
  client.initiateDeviceAuthorization(config, {
    scope: ask.scope ?? 'openid profile',
    ...(ask.details && {
      authorization_details: JSON.stringify(ask.details.map((detail) => ({ type: 'parley_messages', ...detail })))
    }),
    ...ask.more
  })

/** Asks once for the tokens; rejects with what the platform says instead. */
export const askOnce = (
  { config, dpop }: TestApp,
  device: Pick<TestDevice, 'device_code'>,
  proof: client.DPoPHandle | undefined = dpop
): Promise<Tokens> =>
  client.genericGrantRequest(
    config,
    'urn:ietf:params:oauth:grant-type:device_code',
    { device_code: device.device_code },
    proof ? { DPoP: proof } : undefined
  )

/** As if every device had waited for a minute. */
export const waitAMinute = async ({ sql }: Pick<TestPlatform, 'sql'>): Promise<void> => {
  await sql`update login.artifact set polled_at = polled_at - interval '1 minute' where polled_at is not null`
}

/** Opens the address with the code in it and says that it is the right one. */
export const enterCode = async (browser: TestBrowser, device: TestDevice) => {
  await browser.open(device.verification_uri_complete!)
  return browser.click('Yes, continue')
}

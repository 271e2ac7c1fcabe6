// Gives a window a device that keeps passkeys, and decides whether it finds its owner there.
import type { Page } from 'playwright-core'

/** A device that has a lock; setPresent(false): it does not recognise whoever is there. */
export const plugInAuthenticator = async (
  page: Page
): Promise<{ setPresent: (isPresent: boolean) => Promise<void> }> => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true
    }
  })
  return {
    setPresent: async (isPresent) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: isPresent })
    }
  }
}

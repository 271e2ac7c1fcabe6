// Checks what a client assertion says beyond its signature (RFC 7523 §3, FAPI 2.0 §5.3.2.1).

/** How long an assertion may be good for, and how far clocks may differ (FAPI 2.0 §5.3.2.1 asks for ten seconds). */
export const assertionSecondsMax = 300
export const clockToleranceSeconds = 10

export type AssertionClaims = { aud?: unknown; sub?: unknown; exp?: unknown; iat?: unknown }

/** Why it is refused; undefined when it is good. issuer: the platform's address, the only audience that counts. */
export const wrongInAssertion = (
  { aud, exp, iat }: AssertionClaims,
  issuer: string,
  nowSeconds: number
): string | undefined => {
  if (aud !== issuer) return 'audience (aud) must be the issuer identifier, and nothing else'
  if (typeof exp !== 'number' || exp > nowSeconds + assertionSecondsMax + clockToleranceSeconds)
    return `the client_assertion must end (exp) within ${assertionSecondsMax} seconds`
  if (iat !== undefined && (typeof iat !== 'number' || iat > nowSeconds + clockToleranceSeconds))
    return 'the client_assertion is from the future (iat)'
  return undefined
}

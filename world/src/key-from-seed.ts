// Makes the key by which an app proves who it is, always the same one from the same seed.
import { createECDH } from 'node:crypto'

type Key = { kty: 'EC'; crv: 'P-256'; x: string; y: string }

/** seed: 32 bytes. An EC key on P-256 as JWK, for ES256: the private one for the app, the public one for its registration. */
export const keyFromSeed = (seed: Buffer): { secret: Key & { d: string }; open: Key } => {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(seed)
  // Uncompressed: 04, x, y (SEC 1 §2.3.3).
  const point = pair.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url')) as [
    string,
    string
  ]
  const open = { kty: 'EC', crv: 'P-256', x, y } as const
  return { open, secret: { ...open, d: seed.toString('base64url') } }
}

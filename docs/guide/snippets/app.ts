// Your app at Parley.
import { memoryStore, parleyApp } from '@parley/sdk'

export const makeApp = (platform: string, clientId: string, clientSecret: string, redirectUri: string) =>
  parleyApp({ platform, clientId, clientSecret, redirectUri, store: memoryStore() })

// One person's session in use: what every call reads, and what a refresh replaces.
import type { Platform } from './platform.ts'
import type { KeptSession } from './store.ts'

export type Access = { readonly platform: Platform; session: KeptSession }

// Reads the environment; the only file that does.
import { readSiteConfig, type SiteConfig } from '@parley/site'

/** Throws an Error with one sentence when something is missing or wrong. */
export const readConfig = (env: Record<string, string | undefined> = process.env): SiteConfig =>
  readSiteConfig({ name: 'MUSIC', folder: 'music', place: 1 }, env)

// Reads the environment; the only file that does.
import { readSiteConfig, type SiteConfig } from '@parley/site'

/** profiles: whose account a Wise profile belongs to, as the bank's own records say. */
export type Wise = { publicKey: string; api: string; token: string; profiles: Map<string, string> }

/** coreSecret: what the bank's core system shows at POST /bank/camt054; without it that address is closed. */
export type BankConfig = SiteConfig & { coreSecret: string | undefined; wise: Wise | undefined }

/** Throws an Error with one sentence when something is missing or wrong. */
export const readConfig = (env: Record<string, string | undefined> = process.env): BankConfig => {
  const publicKey = env['BANK_WISE_PUBLIC_KEY']
  const profiles = (env['BANK_WISE_PROFILES'] ?? '').split(',').map((pair) => pair.split(':'))
  return {
    ...readSiteConfig({ name: 'BANK', folder: 'bank', place: 3 }, env),
    coreSecret: env['BANK_CORE_SECRET'],
    wise: publicKey
      ? {
          publicKey: publicKey.replaceAll('\\n', '\n'),
          api: env['BANK_WISE_API'] ?? 'https://api.transferwise.com',
          token: env['BANK_WISE_TOKEN'] ?? '',
          profiles: new Map(profiles.filter((pair): pair is [string, string] => pair.length === 2))
        }
      : undefined
  }
}

// Reads the environment; the only file that does.
import { plainAccount } from '@parley/connectors/camt054/iban.ts'
import type { WiseApi } from '@parley/connectors/wise/ask-amount.ts'
import { readSiteConfig, type SiteConfig } from '@parley/site'

/** publicKey: PEM, as Wise publishes it. profiles: whose account a Wise profile belongs to, as the bank's own records say. */
export type Wise = WiseApi & { publicKey: string; profiles: Map<string, string> }

/** coreSecret: what the bank's core system shows at POST /bank/camt054; without it that address is closed. */
export type BankConfig = SiteConfig & { coreSecret: string | undefined; wise: Wise | undefined }

/** Throws an Error with one sentence when something is missing or wrong. */
export const readConfig = (env: Record<string, string | undefined> = process.env): BankConfig => {
  const publicKey = env['BANK_WISE_PUBLIC_KEY']
  const pairs = (env['BANK_WISE_PROFILES'] ?? '').split(',').map((pair) => pair.split(':'))
  return {
    ...readSiteConfig({ name: 'BANK', folder: 'bank', place: 3 }, env),
    coreSecret: env['BANK_CORE_SECRET'],
    wise: publicKey
      ? {
          publicKey,
          api: env['BANK_WISE_API'] ?? 'https://api.transferwise.com',
          token: env['BANK_WISE_TOKEN'] ?? '',
          profiles: new Map(pairs.map(([profile = '', iban = '']) => [profile, plainAccount(iban)]))
        }
      : undefined
  }
}

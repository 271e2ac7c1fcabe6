// One way to bend the record, the log, a file or a receipt, and the check that must catch it.
import type { CheckId, Level } from '@parley/protocol/log/finding.ts'
import type { BundleTrust } from '@parley/verifier/evidence/context.ts'
import type { BundleObject } from '@parley/verifier/simulate/simulated-bundle.ts'
import type { TamperStage, Whose } from './tamper-stage.ts'

export type TamperCase = {
  /** What somebody does. */
  name: string
  /** Whose evidence shows it; the public log alone. */
  whose: Whose | 'log'
  check: CheckId
  level?: Level
  before?: (stage: TamperStage) => Promise<unknown>
  /** When the witness signs, after now. */
  signedAfterMs?: number
  after?: (stage: TamperStage) => Promise<unknown>
  bend?: (bundle: BundleObject, stage: TamperStage) => unknown
  text?: (file: string) => string
  trust?: (stage: TamperStage) => Partial<BundleTrust>
}

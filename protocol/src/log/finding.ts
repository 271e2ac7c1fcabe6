// What a check has found, under the name of the check (docs/spec/evidence.md, "Checks").

export const checks = {
  V1: 'The texts are JSON that means one thing',
  V2: 'The keys are the ones that you trust',
  V3: 'The log signed the checkpoint',
  V4: 'Enough witnesses signed the checkpoint',
  V5: 'The witnesses signed in time',
  V6: 'The log only ever grew',
  V7: 'The entries have the right form',
  V8: 'The entries are in the log',
  V9: 'The shared texts are the ones that were logged',
  V10: 'The owner texts are the ones that were logged',
  V11: 'The entries belong to these parties',
  V12: 'No entry is missing in between',
  V13: 'The chains end where the log says',
  V14: 'The log signed where the chains end',
  V15: 'Nothing is hidden at the end',
  V16: 'No tag is used twice',
  V17: 'Each access had a permission',
  V18: 'The history of each permission is whole',
  V19: 'Nobody who withheld was read, and the texts agree',
  V20: 'The app signed its requests',
  V21: 'The times fit those of the witnesses',
  V22: 'What receipts promise is in the log',
  V23: 'This is the right person',
  V24: 'The consent texts are the ones that were agreed to',
  V25: 'Passkeys signed the permissions that say so'
} as const
export type CheckId = keyof typeof checks

/**
 * violation: somebody broke a rule or forged something. malformed: this cannot be read. insufficient: something needed is missing, so
 * nothing can be said. remark: good to know.
 */
export type Level = 'violation' | 'malformed' | 'insufficient' | 'remark'

export type Finding = {
  check: CheckId
  level: Level
  /** Plain sentences. */
  text: string
  /** The entry's place in the log. */
  index?: number
}

/** Takes findings in. */
export type Find = (check: CheckId, level: Level, text: string, index?: number) => void

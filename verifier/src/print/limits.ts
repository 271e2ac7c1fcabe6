// What no log can prove, said with every verdict.

export const limits = [
  'Nobody can prove from a log that somebody with access to the platform’s disks, memory or backups did not read there directly.',
  'If the platform and an app work together outside the log, the log does not show it.',
  'The log does not show what an app did with messages after it had them, nor whether the purpose it stated was true.',
  'It shows that an account agreed, not which human being clicked.',
  'A revoke or a withholding that the platform confirmed and never logged does not show; nor does where “from now on” began, beyond what apps had read before.',
  'A platform could have given out a wrong key at sign-up; two people who compare names (lids) would notice.',
  'Before there were witnesses, or if all of them worked with the platform, different people could have been shown different logs.'
] as const

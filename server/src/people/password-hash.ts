// Passwords as argon2id hashes: made, checked, and made anew when the parameters have changed.
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { newSecret } from '../base/random.ts'

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane. Argon2id is the library's default algorithm; its
// const enum cannot be imported under isolatedModules.
const policy = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }

/** Runs on a thread of its own, not on the event loop. */
export const hashPassword = (password: string): Promise<string> => hash(password, policy)

let nobody: Promise<string> | undefined

/**
 * Without a hash (no such person, or one without password) it does the same work and says no, so that the time of an answer does not
 * tell who is here.
 */
export const verifyPassword = async (known: string | undefined, password: string): Promise<boolean> => {
  if (known !== undefined) return verify(known, password)
  nobody ??= hashPassword(newSecret())
  await verify(await nobody, password)
  return false
}

/** Whether a hash was made with other parameters than new ones are. */
export const isOutdated = (known: string): boolean => {
  const made = parseOptions(known)
  return (
    !known.startsWith('$argon2id$') ||
    made.memoryCost !== policy.memoryCost ||
    made.timeCost !== policy.timeCost ||
    made.parallelism !== policy.parallelism ||
    made.outputLen !== policy.outputLen
  )
}

// Where the repository lies.
import { fileURLToPath } from 'node:url'

/** Without a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

// The environment of the browser tests; the only file that reads it.
import { join } from 'node:path'

export const config = {
  /** `npm test` sets it to the browser it found. */
  chromium: process.env['PARLEY_CHROMIUM'] || '/usr/bin/chromium',
  pictures: join(import.meta.dirname, '../../artifacts/screenshots')
}

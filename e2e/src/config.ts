// The environment of the browser tests; the only file that reads it.
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export const config = {
  root,
  /** `npm test` sets it to the browser it found. */
  chromium: process.env['PARLEY_CHROMIUM'] || '/usr/bin/chromium',
  pictures: join(root, 'artifacts/screenshots'),
  path: process.env['PATH'] ?? ''
}

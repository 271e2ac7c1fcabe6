// The app without a platform, for tests of what it keeps: its pages and addresses are there, and nothing it sends arrives.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { meetPerson, type Person, type Site } from '@parley/site'
import { readConfig } from './config.ts'
import { openWatching } from './start.ts'

/** clear: forgets all but the person. */
export type TestApp = { site: Site; ana: Person; clear: () => void; close: () => Promise<void> }

/** port: where it would listen. */
export const openTestApp = async (port: number): Promise<TestApp> => {
  const folder = mkdtempSync(join(tmpdir(), 'watching-test-'))
  const site = await openWatching(
    readConfig({ WATCHING_CLIENT_SECRET: 'x', PARLEY_DATA: folder, PARLEY_APP_PORT_BASE: String(port - 2) })
  )
  const tables = ['share', 'title_name', 'shelf', 'account', 'wish', 'call']
  return {
    site,
    ana: meetPerson(site.db, 'sub', 'Ana'),
    clear: () => site.db.exec(tables.map((table) => `delete from ${table}`).join(';')),
    close: async () => {
      await site.close()
      rmSync(folder, { recursive: true })
    }
  }
}

// The PostgreSQL cluster for one run of the tests, in a folder that goes away with it.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@parley/server/base/embedded-postgres.ts'

export type Cluster = { url: string; stop: () => Promise<void> }

export const startTestCluster = async (): Promise<Cluster> => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-tests-'))
  // As root the server runs as another user, who must be able to pass through.
  await chmod(folder, 0o711)
  try {
    const { url, stop } = await startEmbedded(folder)
    return {
      url,
      stop: async () => {
        await stop()
        await rm(folder, { recursive: true, force: true })
      }
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

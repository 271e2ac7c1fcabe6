// One Parley per data folder: a lock that the operating system gives back however the process dies.
import { mkdir, realpath, unlink } from 'node:fs/promises'
import { createServer, connect, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from './hash.ts'

// A socket address holds about 100 bytes; a deep folder's socket goes to the temporary folder under the folder's hash.
const socketPath = (dir: string): string => {
  const inside = join(dir, 'lock.sock')
  return inside.length < 100 ? inside : join(tmpdir(), `parley-${sha256(dir).toString('hex').slice(0, 32)}.sock`)
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

const listen = (path: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(path, () => resolve(server))
  })

/** Throws when another process holds the folder. A socket left by a killed process answers nobody and is taken over. */
export const lockData = async (dataDir: string): Promise<{ release: () => Promise<void> }> => {
  await mkdir(dataDir, { recursive: true })
  const path = socketPath(await realpath(dataDir))
  if (await answers(path)) {
    throw new Error(
      `Another Parley is running on the data folder ${dataDir}. Stop it first, or set PARLEY_DATA to another folder.`
    )
  }
  await unlink(path).catch(() => {})
  const server = await listen(path)
  server.unref()
  return { release: () => new Promise((done) => server.close(() => done())) }
}

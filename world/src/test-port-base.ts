// A base of ports for apps that a test starts.
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

// Below those that the system gives to whoever asks for any (Linux: from 32768), so that nobody takes one in between.
const [lowest, highest] = [20_000, 32_000]
const tries = 50

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, 'localhost')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}

/** A base for which every port at these places is free now. Throws when many tries find none. */
export const freePortBase = async (places: readonly number[]): Promise<number> => {
  for (let i = 0; i < tries; i++) {
    const base = randomInt(lowest, highest)
    const free = await Promise.all(places.map((place) => isFree(base + place)))
    if (free.every(Boolean)) return base
  }
  throw new Error('No base of ports is free')
}

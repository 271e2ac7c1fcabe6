// Builds the web client when its sources are newer than the last build.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const web = join(root, 'web')

const newest = async (path: string): Promise<number> => {
  const about = await stat(path)
  if (!about.isDirectory()) return about.mtimeMs
  const names = await readdir(path)
  return Math.max(0, ...(await Promise.all(names.map((name) => newest(join(path, name))))))
}

const isCurrent = async (): Promise<boolean> => {
  const built = await stat(join(web, 'dist/index.html')).catch(() => undefined)
  if (!built) return false
  const sources = ['web/src', 'web/public', 'web/index.html', 'web/vite.config.ts', 'protocol/src', 'package-lock.json']
  const times = await Promise.all(sources.map((path) => newest(join(root, path))))
  return built.mtimeMs > Math.max(...times)
}

/** Throws with the builder's own words when the build fails. */
export const buildWeb = async (): Promise<void> => {
  if (await isCurrent()) return
  const packageFile = createRequire(join(web, 'package.json')).resolve('vite/package.json')
  const vite = join(dirname(packageFile), 'bin/vite.js')
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: web,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`The web client did not build:\n${said.join('')}`)
}

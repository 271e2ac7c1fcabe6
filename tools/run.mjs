// Starts a TypeScript program of this repository on a Node that can run it, or says how to get one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const own = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
const major = Number(process.versions.node.split('.')[0])

if (major >= 24) {
  process.argv.splice(1, 1)
  await import(pathToFileURL(process.argv[1]).href)
} else if (existsSync(own) && process.env.PARLEY_RUN !== 'again') {
  // npm puts the repository's own Node first; somebody who calls an older one directly gets there too.
  const { status } = spawnSync(own, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, PARLEY_RUN: 'again' }
  })
  process.exit(status ?? 1)
} else {
  console.error(`Parley runs on Node 24 or newer; this is Node ${process.versions.node}.
"npm ci" brings the right one: it must be allowed to run install scripts (not --ignore-scripts), and what it
installs is used by "npm start", "npm test" and "npm run check".`)
  process.exit(1)
}

// node verifier/src/vectors/generate.ts writes protocol/vectors anew; the same files come out unless a format changed.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allVectors, keptFile } from './all-vectors.ts'

const folder = fileURLToPath(new URL('../../../protocol/vectors', import.meta.url))

const keptBefore = (): Record<string, string> => {
  try {
    return JSON.parse(readFileSync(join(folder, keptFile), 'utf8')) as Record<string, string>
  } catch {
    return {}
  }
}

const files = await allVectors(keptBefore())
rmSync(join(folder, 'bundles'), { recursive: true, force: true })
mkdirSync(join(folder, 'bundles'), { recursive: true })
for (const [name, text] of files) writeFileSync(join(folder, name), text)

// A folder that others may not enter is named, so that starting as root fails with a sentence.
import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { closedFolder } from './closed-folder.ts'

test('the outermost closed folder is named', async () => {
  const top = await mkdtemp(join(tmpdir(), 'parley-closed-'))
  const inner = join(top, 'a', 'b')
  await mkdir(inner, { recursive: true })
  await chmod(top, 0o755)
  assert.equal(await closedFolder(inner), undefined)
  await chmod(join(top, 'a'), 0o700)
  assert.equal(await closedFolder(inner), join(top, 'a'))
  await rm(top, { recursive: true })
})

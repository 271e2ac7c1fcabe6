// Facts about the samples in documents: they compile.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkSamples } from './check-samples.ts'
import { root } from './root.ts'

// Those of the partner guide are files (sdk/src/guide.test.ts).
const paths = ['README.md', 'CONTRIBUTING.md', ...globSync('{*,partners/*}/README.md', { cwd: root })]

test('every sample in a README compiles, and one that does not is told with its line', async () => {
  const broken = `# A document

<!-- given
import { html } from '@parley/site'
declare const name: string
-->

\`\`\`ts
const page = html\`<h1>\${name}</h1>\`
const size: number = page
\`\`\`

\`\`\`ts
site.show('/')
\`\`\`
`
  const documents = paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  const findings = await checkSamples([...documents, { path: 'broken.md', text: broken }])
  assert.deepEqual(
    findings.map(({ path, line, message }) => `${path}:${line} ${message}`),
    [
      "broken.md:10 TS2322: Type 'Html' is not assignable to type 'number'.",
      "broken.md:14 TS2304: Cannot find name 'site'."
    ]
  )
})

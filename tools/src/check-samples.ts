// Type-checks the samples of documents: each ```ts block, all of them in one call of the compiler.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'
import { runProgram } from './run-program.ts'
import { type Finding, lineAt } from './source.ts'

/** A document that has samples. What a sample stands on may come before it, in a comment: <!-- given … -->. */
export type Sampled = { path: string; text: string }

const block = /(?:<!-- given\n(?<given>[^]*?)-->\s*)?^```ts\n(?<code>[^]*?)^```/gm

/** A sample need not use all that it shows. In a folder of the repository, so that packages are found. */
const settings = {
  extends: '../../tsconfig.json',
  compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
  include: ['*.ts']
}

/** What the compiler says of the samples, with the line of the document. */
export const checkSamples = async (documents: readonly Sampled[]): Promise<Finding[]> => {
  const samples = documents.flatMap(({ path, text }) =>
    [...text.matchAll(block)].map((match) => {
      const { given = '', code = '' } = match.groups!
      return { path, given, code, line: lineAt(text, match.index + match[0].indexOf('```ts\n')) }
    })
  )
  mkdirSync(join(root, 'artifacts'), { recursive: true })
  const folder = mkdtempSync(join(root, 'artifacts', 'samples-'))
  try {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
    for (const [i, { given, code }] of samples.entries())
      writeFileSync(join(folder, `${i}.ts`), `${given}${code}\nexport {}\n`)
    const { output } = await runProgram(join(root, 'node_modules', '.bin', 'tsc'), ['-p', folder, '--pretty', 'false'])
    return output
      .split('\n')
      .filter((line) => /^\S.*error TS/.test(line))
      .map((said) => {
        const [, name, line, message = ''] = /(\d+)\.ts\((\d+),\d+\): error (.*)$/.exec(said) ?? []
        const sample = samples[Number(name)]
        if (!sample) return { path: 'tsconfig.json', line: 1, message: said }
        const before = sample.given.split('\n').length - 1
        return { path: sample.path, line: sample.line + Number(line) - before, message }
      })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

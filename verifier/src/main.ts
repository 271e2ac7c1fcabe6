#!/usr/bin/env -S node --max-semi-space-size=4
// The command parley-verify: checks evidence without asking the platform.
import { JsonError } from '@parley/protocol/log/strict-json.ts'
import { PolicyError } from '@parley/protocol/log/policy.ts'
import { checkBundleFile } from './commands/check-bundle-file.ts'
import {
  checkCheckpointFile,
  checkConsistencyFiles,
  checkInclusionFiles,
  checkTlogProofFile
} from './commands/check-proof-files.ts'
import { checkWholeLog } from './commands/check-whole-log.ts'
import type { Outcome } from './commands/outcome.ts'
import { exitCodes } from './evidence/report.ts'
import { SourceError } from './log/open-source.ts'
import { limits } from './print/limits.ts'
import { printReport } from './print/print-report.ts'
import { type Arguments, readArguments, UsageError } from './read-arguments.ts'
import { usage } from './usage.ts'

const commands: Record<string, (files: string[], values: Arguments) => Promise<Outcome>> = {
  bundle: checkBundleFile,
  log: checkWholeLog,
  checkpoint: checkCheckpointFile,
  inclusion: checkInclusionFiles,
  consistency: checkConsistencyFiles,
  'tlog-proof': checkTlogProofFile
}

/** EX_SOFTWARE of sysexits.h. */
const failed = 70

const run = async (args: string[]): Promise<number> => {
  const { values, positionals } = readArguments(args)
  const [name = '', ...files] = positionals
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (values.help === true || name === '') {
    process.stdout.write(usage)
    return values.help === true ? 0 : exitCodes.malformed
  }
  if (!command) throw new UsageError(`there is no command ${name}`)
  const { report, sentences } = await command(files, values)
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ ...report, sentences, limits }, null, 2)}\n`
      : printReport(report, sentences)
  )
  return exitCodes[report.verdict]
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const isMissing = error instanceof SourceError
  if (isMissing || error instanceof UsageError || error instanceof PolicyError || error instanceof JsonError) {
    process.stderr.write(`parley-verify: ${error.message}\nparley-verify --help says what it can do.\n`)
    process.exitCode = isMissing ? exitCodes.insufficient : exitCodes.malformed
  } else {
    // Node's own exit code for this is 1, which here would accuse somebody.
    process.stderr.write(`parley-verify failed: ${error instanceof Error ? error.stack : String(error)}\n`)
    process.exitCode = failed
  }
}

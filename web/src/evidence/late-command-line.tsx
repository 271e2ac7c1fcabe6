// A command of parley-verify: reading keys takes the code of the checks, which comes when somebody wants it.
import { lazy, Suspense } from 'react'

const CommandLine = lazy(async () => ({ default: (await import('./command-line.tsx')).CommandLine }))

/** ask: as in "bundle my.parley-evidence.json". */
export const LateCommandLine = ({ ask }: { ask: string }) => (
  <Suspense fallback={<div className="code-line code-line-empty" role="status" aria-label="Loading" />}>
    <CommandLine ask={ask} />
  </Suspense>
)

// Checks all lines that are shown, one after the other, and says what came out.
import { ShieldCheck } from 'lucide-react'
import type { Activity } from '../api/shapes.ts'
import { counted } from '../numbers.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Checks, verdictOf } from './use-checks.ts'

export const CheckAll = ({ checks: { states, progress, checkAll }, items }: { checks: Checks; items: Activity[] }) => {
  const isRunning = progress !== undefined && progress.done < progress.of.length
  return (
    <>
      <Button look="plain" busy={isRunning} onClick={() => void checkAll(items)}>
        <ShieldCheck size={18} aria-hidden />
        {isRunning ? `Checking ${progress.done + 1} of ${progress.of.length}` : 'Check all shown'}
      </Button>
      {progress && !isRunning && <Outcome verdicts={progress.of.map(({ id }) => verdictOf(states.get(id)))} />}
    </>
  )
}

const Outcome = ({ verdicts }: { verdicts: (ReturnType<typeof verdictOf> | undefined)[] }) => {
  const number = (verdict: ReturnType<typeof verdictOf>) => verdicts.filter((one) => one === verdict).length
  const [good, bad, waiting, failed] = [number('good'), number('bad'), number('waiting'), number('failed')]
  const lines = counted(verdicts.length, 'line', 'lines')
  if (bad > 0)
    return (
      <div className="check-all-outcome">
        <Notice kind="danger">
          <strong>{counted(bad, 'line does', 'lines do')} not match the log.</strong> Each says below what is wrong and
          what you can do.
        </Notice>
      </div>
    )
  return (
    <div className="check-all-outcome">
      <Notice kind={good === verdicts.length ? 'good' : 'info'}>
        {good === verdicts.length
          ? `Checked ${lines} in this browser. Each is in the log, exactly as it is shown here.`
          : `${good} of ${lines} are in the log as shown. ${[
              waiting > 0 && `${waiting} not in the log yet.`,
              failed > 0 && `${failed} could not be checked.`
            ]
              .filter(Boolean)
              .join(' ')}`}
      </Notice>
    </div>
  )
}

// New entries on each of the last days, as bars; the same numbers as a table for those who do not see them.
import type { LogStatus } from '@parley/protocol/api/log.ts'
import { utcDay } from '../clock.ts'
import { count, counted } from '../numbers.ts'

const slots = 30
const [width, height] = [600, 120]
const step = width / slots

type Day = { day: string; size: number; added: number }

/** On the first day of a full chart nothing is known of the day before, so that day is left out. */
const daysOf = (growth: LogStatus['growth']): Day[] => {
  const days = growth.map(({ day, size }, at) => ({ day, size, added: size - (growth[at - 1]?.size ?? 0) }))
  return growth.length < slots ? days : days.slice(1)
}

export const GrowthChart = ({ growth }: { growth: LogStatus['growth'] }) => {
  const days = daysOf(growth)
  const most = Math.max(1, ...days.map(({ added }) => added))
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return <p className="quiet">Nothing has been logged in the last 30 days.</p>
  const all = days.reduce((sum, { added }) => sum + added, 0)
  return (
    <figure className="growth">
      <p>
        {counted(all, 'entry', 'entries')} came in {days.length === 1 ? 'today' : `in ${days.length} days`}
        {days.length > 1 && `, at most ${count(most)} on one day`}.
      </p>
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden preserveAspectRatio="none">
        {days.map(({ day, added }, at) => {
          const tall = Math.max(added > 0 ? 2 : 0, (added / most) * (height - 2))
          const left = (slots - days.length + at) * step
          return <rect key={day} x={left + 2} width={step - 4} y={height - tall} height={tall} rx="2" />
        })}
        <line x1="0" x2={width} y1={height} y2={height} />
      </svg>
      <div className="growth-days quiet small" aria-hidden>
        <span>30 days ago</span>
        <span>{utcDay(last.day)}</span>
      </div>
      <details className="evidence-more">
        <summary>The numbers as a table</summary>
        <table>
          <caption className="only-heard">Entries in the log at the end of each day (UTC)</caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">New entries</th>
              <th scope="col">Entries in all</th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ day, added, size }) => (
              <tr key={day}>
                <th scope="row">{utcDay(day)}</th>
                <td>{count(added)}</td>
                <td>{count(size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

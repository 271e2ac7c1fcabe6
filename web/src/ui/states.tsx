// What a page shows when there is nothing yet, when it is on its way, and when it did not come.
import { CloudOff, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { reason } from '../api/api-error.ts'
import { Button } from './button.tsx'
import './states.css'

type EmptyProps = { icon: LucideIcon; title: string; children?: ReactNode; action?: ReactNode; wholePage?: boolean }

/** Nothing here yet: says what would be here and what to do next. wholePage: there is no other heading above it. */
export const Empty = ({ icon: Icon, title, children, action, wholePage = false }: EmptyProps) => (
  <div className="state">
    <span className="state-icon">
      <Icon size={26} aria-hidden />
    </span>
    {wholePage ? <h1 className="state-title">{title}</h1> : <h2>{title}</h2>}
    {children && <div className="state-text">{children}</div>}
    {action && <div className="state-actions">{action}</div>}
  </div>
)

export const Failed = ({ error, retry }: { error: unknown; retry: () => unknown }) => (
  <div className="state" role="alert">
    <span className="state-icon">
      <CloudOff size={26} aria-hidden />
    </span>
    <h2>This could not be loaded</h2>
    <div className="state-text">{reason(error)}</div>
    <div className="state-actions">
      <Button look="plain" onClick={() => void retry()}>
        Try again
      </Button>
    </div>
  </div>
)

/** Grey rows of the size of what is coming, so that nothing jumps when it comes. */
export const SkeletonRows = ({ rows = 4, round = true }: { rows?: number; round?: boolean }) => (
  <div className="skeleton-rows" role="status" aria-label="Loading">
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} className="skeleton-row">
        <span className={round ? 'skeleton skeleton-round' : 'skeleton skeleton-square'} />
        <span className="skeleton-lines">
          <span className={`skeleton skeleton-line skeleton-line-${row % 3}`} />
          <span className="skeleton skeleton-line skeleton-line-long" />
        </span>
      </div>
    ))}
  </div>
)

export const Skeleton = ({ kind }: { kind: 'title' | 'block' | 'card' }) => (
  <span className={`skeleton skeleton-${kind}`} role="status" aria-label="Loading" />
)

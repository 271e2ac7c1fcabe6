// The frame of the pages for people who are not signed in: the name, one panel, nothing else.
import type { ReactNode } from 'react'
import { usePageTitle } from '../shell/page-title.ts'
import { Wordmark } from '../shell/wordmark.tsx'
import './doorstep.css'

export const Doorstep = ({
  title,
  lead,
  children,
  foot
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
  foot?: ReactNode
}) => {
  usePageTitle(title)
  return (
    <main className="doorstep">
      <Wordmark />
      <div className="doorstep-panel">
        <div className="doorstep-head">
          <h1>{title}</h1>
          {lead && <p className="page-lead">{lead}</p>}
        </div>
        {children}
      </div>
      {foot && <p className="doorstep-foot">{foot}</p>}
    </main>
  )
}

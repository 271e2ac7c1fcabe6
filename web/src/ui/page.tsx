// The frame of an ordinary page: a heading, one sentence on what it is for, and the way back.
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { usePageTitle } from '../shell/page-title.ts'
import './page.css'

type Props = {
  title: string
  lead?: ReactNode
  back?: { to: string; label: string }
  mark?: ReactNode
  action?: ReactNode
  children: ReactNode
}

export const Page = ({ title, lead, back, mark, action, children }: Props) => {
  usePageTitle(title)
  const root = useRef<HTMLDivElement>(null)
  // A pane keeps its place when the page in it changes.
  useEffect(() => {
    window.scrollTo(0, 0)
    root.current?.closest('.pane')?.scrollTo(0, 0)
  }, [])
  return (
    <div className="page" ref={root}>
      {back && (
        <Link to={back.to} className="page-back">
          <ArrowLeft size={18} aria-hidden />
          {back.label}
        </Link>
      )}
      <header className="page-head">
        {mark}
        <div className="page-words">
          <h1>{title}</h1>
          {lead && <p className="page-lead">{lead}</p>}
        </div>
        {action}
      </header>
      {children}
    </div>
  )
}

export const Section = ({
  title,
  about,
  action,
  children,
  id
}: {
  title: string
  about?: ReactNode
  action?: ReactNode
  children: ReactNode
  id: string
}) => (
  <section className="section" aria-labelledby={id}>
    <div className="section-head">
      <div>
        <h2 id={id}>{title}</h2>
        {about && <p className="quiet small">{about}</p>}
      </div>
      {action}
    </div>
    {children}
  </section>
)

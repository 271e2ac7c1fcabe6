// Reads the title of a page out when one comes to it: nothing is loaded, so the browser itself says nothing.
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'

const waitMs = 150

export const PageAnnouncer = () => {
  const { pathname } = useLocation()
  const [title, setTitle] = useState('')
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    const timer = setTimeout(() => setTitle(document.title), waitMs)
    return () => clearTimeout(timer)
  }, [pathname])
  return (
    <div className="only-heard" aria-live="polite">
      {title}
    </div>
  )
}

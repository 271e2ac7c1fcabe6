// Goes to a message by its id, loading older pages until it is there, and shows for a moment which one it is.
import { useEffect, useState } from 'react'
import { useLive } from '../live/live-context.tsx'
import { say } from '../ui/toasts.tsx'
import { findMessage } from './timeline.ts'

const pagesMax = 20
const pageEvents = 100
const flashMs = 1800

export const useJump = (conversation: string) => {
  const { timelines } = useLive()
  const [flash, setFlash] = useState<string>()
  useEffect(() => {
    if (!flash) return
    const timer = setTimeout(() => setFlash(undefined), flashMs)
    return () => clearTimeout(timer)
  }, [flash])

  const find = async (id: string): Promise<boolean> => {
    for (let page = 0; page < pagesMax; page++) {
      const { timeline, olderError } = timelines.get(conversation)
      if (timeline && findMessage(timeline, id)) return true
      if (!timeline?.older || olderError !== undefined) return false
      await timelines.older(conversation, pageEvents)
    }
    return false
  }
  const jump = async (id: string) => {
    if (!(await find(id))) {
      say('That message could not be found')
      return
    }
    // The rows of a page that was just loaded are on screen after the next frame.
    requestAnimationFrame(() => {
      const item = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`)
      item?.scrollIntoView({ block: 'center' })
      item?.focus({ preventScroll: true })
      setFlash(id)
    })
  }
  return { flash, jump }
}

// Gives the pages of a signed-in person the live world, and keeps its socket open while they are there.
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react'
import { useMe } from '../account/use-me.ts'
import { createLive, type Live } from './create-live.ts'
import type { LiveStatus } from './open-socket.ts'

const LiveContext = createContext<Live | undefined>(undefined)

export const LiveProvider = ({ children }: { children: ReactNode }) => {
  const me = useMe()
  const client = useQueryClient()
  const [live] = useState(() => createLive(me.id, client))
  useEffect(() => live.start(), [live])
  return <LiveContext value={live}>{children}</LiveContext>
}

export const useLive = (): Live => {
  const live = use(LiveContext)
  if (!live) throw new Error('useLive is for pages inside LiveProvider')
  return live
}

export const useLiveStatus = (): LiveStatus => {
  const { status } = useLive()
  return useSyncExternalStore(status.subscribe, status.get)
}

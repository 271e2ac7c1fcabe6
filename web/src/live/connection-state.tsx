// Says that the connection is being made again. Quiet on purpose: what one writes goes out by itself when it is back.
import { WifiOff } from 'lucide-react'
import './connection-state.css'
import { useLiveStatus } from './live-context.tsx'

export const ConnectionState = () => {
  const status = useLiveStatus()
  return (
    <span className="connection" role="status">
      {status === 'reconnecting' && (
        <span className="connection-words" title="Reconnecting">
          <WifiOff size={16} aria-hidden />
          <span className="connection-text">Reconnecting</span>
        </span>
      )}
    </span>
  )
}

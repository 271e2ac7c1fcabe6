// Says that an app did this, wherever it is shown.
import { AppMark } from './app-mark.tsx'
import './via-label.css'

export const ViaLabel = ({ name }: { name: string }) => (
  <span className="via">
    <AppMark name={name} size="tiny" />
    via {name}
  </span>
)

// The square mark of an app. People are round and apps are square, everywhere.
import './marks.css'

export const AppMark = ({ name, size = 'medium' }: { name: string; size?: 'tiny' | 'small' | 'medium' | 'large' }) => (
  <span className={`mark mark-square mark-${size}`} aria-hidden>
    {[...name.trim()][0]?.toLocaleUpperCase()}
  </span>
)

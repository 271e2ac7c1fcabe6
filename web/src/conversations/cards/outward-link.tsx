// A link that leaves Parley: opens elsewhere and tells the other site nothing about where it came from.
import type { ReactNode } from 'react'

export const OutwardLink = ({
  url,
  className,
  children,
  label
}: {
  url: string
  className?: string
  children: ReactNode
  label?: string
}) =>
  isWebAddress(url) ? (
    <a href={url} className={className} aria-label={label} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ) : (
    <span className={className}>{children}</span>
  )

const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url)

// The name and sign of Parley: a round bubble, a person, and a square one, an app, that meet.
import './wordmark.css'

export const Wordmark = ({ small = false }: { small?: boolean }) => (
  <span className="wordmark">
    <svg viewBox="0 0 32 32" width={small ? 32 : 38} height={small ? 32 : 38} aria-hidden>
      <path className="wordmark-person" d="M13 2.5a10.5 10.5 0 1 1-5.6 19.4L3 23.2l1.3-4.4A10.5 10.5 0 0 1 13 2.5Z" />
      <path
        className="wordmark-gap"
        d="M17.5 11.5h9a4.5 4.5 0 0 1 4.5 4.5v7a4.5 4.5 0 0 1-3.6 4.4V32l-5-4.5h-4.9A4.5 4.5 0 0 1 13 23v-7a4.5 4.5 0 0 1 4.5-4.5Z"
      />
      <path
        className="wordmark-app"
        d="M18 13.5h8.2a3 3 0 0 1 3 3v6.2a3 3 0 0 1-2.6 3v3.4l-3.8-3.4H18a3 3 0 0 1-3-3v-6.2a3 3 0 0 1 3-3Z"
      />
    </svg>
    <span className={small ? 'only-heard' : 'wordmark-name'}>Parley</span>
  </span>
)

/** The whole window before the first page is there. */
export const Starting = () => (
  <div className="starting" role="status" aria-label="Loading">
    <Wordmark />
  </div>
)

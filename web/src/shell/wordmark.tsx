// The name and sign of Parley: two shapes in one bubble, the round one a person, the square one an app.
import './wordmark.css'

export const Wordmark = ({ small = false }: { small?: boolean }) => (
  <span className="wordmark">
    <svg viewBox="0 0 32 32" width={small ? 30 : 36} height={small ? 30 : 36} aria-hidden>
      <path
        className="wordmark-bubble"
        d="M4 8a5 5 0 0 1 5-5h14a5 5 0 0 1 5 5v9a5 5 0 0 1-5 5H13l-6 6v-6.4A5 5 0 0 1 4 17z"
      />
      <rect className="wordmark-app" x="17.5" y="9" width="6" height="6" rx="1.6" />
      <circle className="wordmark-person" cx="11.5" cy="12" r="3.2" />
    </svg>
    <span className={small ? 'only-heard' : 'wordmark-name'}>Parley</span>
  </span>
)

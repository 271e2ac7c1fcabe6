// Who can show that a person gave a permission: their own passkey, or Parley alone; and how to make it one's own.
import { Link } from 'react-router'
import { useMe } from '../account/use-me.ts'
import { pages } from '../addresses.ts'
import type { Grant } from '../api/shapes.ts'

export const signedWords = ({ signed }: Pick<Grant, 'signed'>): string =>
  signed ? 'Signed with your passkey' : 'Confirmed by Parley'

/** Nothing is said where all of these are signed. */
export const SigningHint = ({ grants }: { grants: Grant[] }) => {
  const me = useMe()
  if (grants.every(({ signed, ended }) => signed || ended)) return null
  return (
    <p className="quiet small">
      {grants.length === 1
        ? 'Only Parley confirms this permission. '
        : 'Some permissions are confirmed by Parley only. '}
      {me.passkeys === 0 ? (
        <>
          <Link to={pages.passkeys()}>Add a passkey</Link>, and you sign what you allow from then on yourself.
        </>
      ) : (
        `To sign ${grants.length === 1 ? 'it' : 'one'} with your passkey, let the app ask you again.`
      )}
    </p>
  )
}

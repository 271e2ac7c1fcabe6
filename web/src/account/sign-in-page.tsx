// Sign in by password or passkey; says why when it is refused.
import { KeyRound } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api, pages } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { Me } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Doorstep } from './doorstep.tsx'
import { passkeysWork, signInWithPasskey, wasCancelled } from './passkey.ts'
import { cleanHandle } from './sign-up-page.tsx'
import { useEntered } from './use-entered.ts'

export const SignInPage = () => {
  const [search] = useSearchParams()
  const entered = useEntered()
  const [handle, setHandle] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState<'password' | 'passkey'>()
  const [error, setError] = useState<unknown>()

  const enter = async (way: 'password' | 'passkey', sign: () => Promise<Me>) => {
    if (busy) return
    setBusy(way)
    setError(undefined)
    try {
      entered(await sign())
    } catch (failure) {
      if (!wasCancelled(failure)) setError(failure)
    } finally {
      setBusy(undefined)
    }
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void enter('password', () => call<Me>('POST', api.signIn(), { handle: cleanHandle(handle), password }))
  }
  return (
    <Doorstep title="Sign in" foot={<Foot next={search.get('next') ?? undefined} />}>
      <form className="doorstep-form" onSubmit={submit}>
        <TextField
          label="Handle"
          name="handle"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          value={handle}
          onChange={(event) => setHandle(event.target.value)}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {error !== undefined && <Notice kind="danger">{reason(error)}</Notice>}
        <Button type="submit" wide busy={busy === 'password'}>
          {busy === 'password' ? 'Signing in' : 'Sign in'}
        </Button>
      </form>
      {passkeysWork() && (
        <>
          <div className="doorstep-or">or</div>
          <Button look="plain" wide busy={busy === 'passkey'} onClick={() => void enter('passkey', signInWithPasskey)}>
            <KeyRound size={18} aria-hidden />
            Sign in with a passkey
          </Button>
        </>
      )}
    </Doorstep>
  )
}

const Foot = ({ next }: { next: string | undefined }) => (
  <>
    New here? <Link to={pages.signUp(next)}>Create an account</Link>
    <br />
    <Link to={pages.transparency()}>How Parley proves what apps do</Link>
  </>
)

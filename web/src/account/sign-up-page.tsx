// Sign up with a name, a handle and a password or passkey; each refusal is shown at the field it is about.
import { KeyRound } from 'lucide-react'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api, pages } from '../addresses.ts'
import { ApiError, reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { Me } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Doorstep } from './doorstep.tsx'
import { passkeysWork, signUpWithPasskey, wasCancelled } from './passkey.ts'
import { useEntered } from './use-entered.ts'

/** People write @Ana for ana. */
export const cleanHandle = (typed: string): string => typed.trim().replace(/^@/, '').toLowerCase()

const handleRule = 'A handle starts with a letter and has 3 to 30 small letters, digits or underscores.'
type Errors = { name?: string; handle?: string; password?: string; form?: string }

const errorsOf = (error: unknown): Errors => {
  const code = error instanceof ApiError ? error.code : undefined
  if (code === 'handle_taken') return { handle: 'This handle is taken. Choose another one.' }
  if (code === 'password_short' || code === 'password_breached') return { password: reason(error) }
  return { form: reason(error) }
}

const useSignUp = () => {
  const entered = useEntered()
  const [name, setName] = useState('')
  const [handle, setHandle] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState<'password' | 'passkey'>()
  const [errors, setErrors] = useState<Errors>({})

  const check = (way: 'password' | 'passkey'): Errors => ({
    ...(name.trim() === '' ? { name: 'Write the name that your friends will see.' } : {}),
    ...(/^[a-z][a-z0-9_]{2,29}$/.test(cleanHandle(handle)) ? {} : { handle: handleRule }),
    ...(way === 'password' && password === '' ? { password: 'Choose a password, or create a passkey below.' } : {})
  })
  const enter = async (way: 'password' | 'passkey') => {
    if (busy) return
    const wrong = check(way)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setBusy(way)
    const who = { handle: cleanHandle(handle), name: name.trim() }
    try {
      const signUp =
        way === 'passkey'
          ? signUpWithPasskey(who.handle, who.name)
          : call<Me>('POST', api.signUp(), { ...who, password })
      entered(await signUp)
    } catch (error) {
      if (!wasCancelled(error)) setErrors(errorsOf(error))
    } finally {
      setBusy(undefined)
    }
  }
  return { name, setName, handle, setHandle, password, setPassword, busy, errors, enter }
}

/** Also people who do not see the page get to the field that is wrong, and its reason is read with it. */
const useFirstWrong = (errors: Errors) => {
  const fields = useRef<HTMLFormElement>(null)
  useEffect(() => fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [errors])
  return fields
}

export const SignUpPage = () => {
  const [search] = useSearchParams()
  const form = useSignUp()
  const fields = useFirstWrong(form.errors)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void form.enter('password')
  }
  return (
    <Doorstep
      title="Create an account"
      lead="Message your friends. Apps act here only under a permission that you gave."
      foot={
        <>
          You have an account? <Link to={pages.signIn(search.get('next') ?? undefined)}>Sign in</Link>
        </>
      }
    >
      <form ref={fields} className="doorstep-form" onSubmit={submit} noValidate>
        <TextField
          label="Name"
          hint="Your friends see this name. You can change it later."
          name="name"
          autoComplete="name"
          maxLength={60}
          autoFocus
          value={form.name}
          error={form.errors.name}
          onChange={(event) => form.setName(event.target.value)}
        />
        <TextField
          label="Handle"
          hint="Friends find you by it, as in ana_m. It stays the same."
          name="handle"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={31}
          value={form.handle}
          error={form.errors.handle}
          onChange={(event) => form.setHandle(event.target.value)}
        />
        <TextField
          label="Password"
          hint="A few words in a row are hard to guess."
          name="password"
          type="password"
          autoComplete="new-password"
          maxLength={256}
          value={form.password}
          error={form.errors.password}
          onChange={(event) => form.setPassword(event.target.value)}
        />
        {form.errors.form && <Notice kind="danger">{form.errors.form}</Notice>}
        <Button type="submit" wide busy={form.busy === 'password'}>
          {form.busy === 'password' ? 'Creating your account' : 'Create account'}
        </Button>
      </form>
      {passkeysWork() && (
        <>
          <div className="doorstep-or">or without a password</div>
          <Button look="plain" wide busy={form.busy === 'passkey'} onClick={() => void form.enter('passkey')}>
            <KeyRound size={18} aria-hidden />
            Create account with a passkey
          </Button>
        </>
      )}
    </Doorstep>
  )
}

// Shows the passkey button where the browser can do it, and goes on when the person has signed in with one.
const button = document.getElementById('passkey')
const problem = document.getElementById('passkey-problem')

const send = async (path, body) => {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  })
  if (!answer.ok) throw new Error('refused')
  return answer.json()
}

const signIn = async () => {
  const { challenge, options } = await send('/api/sign-in/passkey/options', {})
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const credential = await navigator.credentials.get({ publicKey })
  await send('/api/sign-in/passkey', { challenge, response: credential.toJSON() })
  location.reload()
}

if (button && window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  button.hidden = false
  button.addEventListener('click', () => {
    problem.hidden = true
    signIn().catch(() => {
      problem.textContent = 'That did not work. Try again, or use your password.'
      problem.hidden = false
    })
  })
}

// Has the person's passkey sign what they allow on the consent page, before the form is sent.
const form = document.getElementById('consent')
const message = document.getElementById('unsigned')

const say = (text) => {
  message.textContent = text
  message.hidden = false
}

/** Asks the platform to fix what is ticked; returns the options with which the passkey signs it, or says what is missing. */
const offer = async () => {
  const answer = await fetch(`${form.getAttribute('action')}/sign`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(new FormData(form))
  })
  return answer.json()
}

const sign = async () => {
  const { options, problem } = await offer()
  if (!options) return say(problem)
  const credential = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options)
  })
  // submit() names no button, so the decision goes up in a field.
  for (const [name, value] of [
    ['decision', 'allow'],
    ['signature', JSON.stringify(credential.toJSON())]
  ]) {
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name, value })
    form.append(field)
  }
  form.submit()
}

if (form && window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  form.addEventListener('submit', (event) => {
    if (event.submitter?.value !== 'allow') return
    event.preventDefault()
    message.hidden = true
    event.submitter.disabled = true
    sign()
      .catch(() => say('Your passkey did not sign, so nothing is allowed yet. Try again, or allow without it.'))
      .finally(() => {
        event.submitter.disabled = false
      })
  })
}

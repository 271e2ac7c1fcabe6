// What a person's passkey signs when a permission is given: the app, the answers and the text that was shown.
import type { GrantAnswers } from './entry-texts.ts'
import { sha256 } from './sha256.ts'
import { toUtf8 } from './utf8.ts'

const prefix = 'parley/consent/v1\n'

/**
 * The WebAuthn challenge: H("parley/consent/v1\n" || lines). The lines say the app's lid, the grant, each answer and the hash of the
 * consent text, so nothing serialises JSON twice. Places in conversations are left out: the platform finds them when it gives the
 * permission; ends too: it follows from until. Limits that were not set have no line.
 */
export const grantChallenge = (
  app: string,
  { g, who, answers, consent }: { g: string; who: string; answers: GrantAnswers; consent: string | null }
): Uint8Array => {
  const { actions, friends, all, conversations, own, history, until, why, kinds, perDay } = answers
  const lines = [
    `app ${app}`,
    `person ${who}`,
    `grant ${g}`,
    `actions ${actions.join(' ')}`,
    `friends ${friends}`,
    `where ${
      all
        ? 'all'
        : conversations
            .map(({ conversation }) => conversation)
            .toSorted()
            .join(' ')
    }`,
    `messages ${own ? 'own' : 'any'}`,
    `from ${history ? 'all_history' : 'from_now'}`,
    `until ${until}`,
    ...(kinds ? [`kinds ${kinds.join(' ')}`] : []),
    ...(perDay === undefined ? [] : [`per_day ${perDay}`]),
    `why ${why}`,
    `consent ${consent ?? ''}`
  ]
  return sha256(toUtf8(prefix + lines.map((line) => `${line}\n`).join('')))
}

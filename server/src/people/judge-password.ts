// Refuses passwords that are short, known from breaches, or otherwise easy to guess. Nothing is looked up over the network.
import { ZxcvbnFactory, type ZxcvbnResult } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { Refusal } from '../base/refusal.ts'

const passwordCharsMin = 10
// The time of the judgement grows fast with the length; a password is at least as strong as its beginning.
const judgedCharsMax = 64
// 3 of 4: at least 10^8 guesses, against an attacker who has the limits of checkPassword before him.
const scoreMin = 3

let judge: ZxcvbnFactory | undefined

const reasonOf = ({ feedback, sequence }: ZxcvbnResult): string => {
  if (sequence.some((part) => part.pattern === 'dictionary' && part.dictionaryName === 'userInputs'))
    return 'It contains your handle or your name'
  switch (feedback.warning) {
    case 'topTen':
    case 'topHundred':
    case 'common':
      return 'It is in lists of breached passwords'
    case 'similarToCommon':
      return 'It is much like a password in lists of breached passwords'
    case 'simpleRepeat':
    case 'extendedRepeat':
      return 'It repeats itself'
    case 'straightRow':
    case 'keyPattern':
      return 'It follows the keys of a keyboard'
    case 'sequences':
      return 'It is a sequence, such as abc or 4321'
    case 'dates':
    case 'recentYears':
      return 'It is mostly a date'
    default:
      return 'A few unrelated words in a row are stronger and easier to keep in mind'
  }
}

/** Throws password_short or password_breached with the reason. handle and name are what an attacker tries first. */
export const judgePassword = (password: string, person: { handle: string; name: string }): void => {
  if ([...password].length < passwordCharsMin)
    throw new Refusal('password_short', { detail: `A password has at least ${passwordCharsMin} characters` })
  judge ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  const known = [person.handle, person.name, ...person.name.split(/\s+/), 'parley']
  const result = judge.check(password.slice(0, judgedCharsMax), known)
  if (result.score < scoreMin) throw new Refusal('password_breached', { detail: reasonOf(result) })
}

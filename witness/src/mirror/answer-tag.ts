// Answers where a tag stands in a tree, or that it stands nowhere, with a signature (docs/spec/log.md, "Answer about a tag").
import { setTimeout as wait } from 'node:timers/promises'
import { fromDecimal } from '@parley/protocol/log/decimal.ts'
import { fromHex } from '@parley/protocol/log/hex.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { type Signer, signNote } from '@parley/protocol/log/sign-note.ts'
import { formatTagAnswer } from '@parley/protocol/log/tag-answer-text.ts'
import type { Answer } from '../answer.ts'
import type { WatchedLog } from '../watched-log.ts'
import type { LogFollower } from './follow-log.ts'
import { rootAt } from './tree.ts'

// A mirror that has much to read says how far it is; it does not keep people waiting.
const lookMsMax = 1500

/** sizeText: of which tree; the largest one that was checked when there is none. */
export type AnswerTag = (log: WatchedLog, tagText: string, sizeText: string | null) => Promise<Answer>

export const answeringTags =
  (followers: readonly LogFollower[], signer: Signer): AnswerTag =>
  async (log, tagText, sizeText) => {
    const follower = followers.find((one) => one.log === log)
    const tag = fromHex(tagText)
    const asked = sizeText === null ? undefined : fromDecimal(sizeText)
    if (!follower || !tag || (sizeText !== null && asked === undefined))
      return { status: 400, text: 'A tag has 32 hexadecimal digits; a size is a whole number.\n' }
    // The evidence is for a checkpoint that has just been published; a look at the log brings it, or the next one when a look that began
    // before was under way.
    for (let looks = 0; looks < 2 && asked !== undefined && follower.kept.progress().size < asked; looks++)
      await Promise.race([follower.look(), wait(lookMsMax, undefined, { ref: false })])
    const { size: checked } = follower.kept.progress()
    const size = asked ?? checked
    if (size > checked) return { status: 404, text: `This mirror has checked ${checked} entries.\n` }
    const text = formatTagAnswer({
      origin: log.origin,
      tag,
      size,
      root: await rootAt(follower.kept, size),
      indexes: follower.kept.indexesOf(tag, size)
    })
    return { status: 200, text: formatNote({ text, signatures: [await signNote(text, signer)] }) }
  }

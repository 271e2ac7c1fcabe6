// The mirror: follows every log at its own pace and answers about tags.
import type { WitnessParts } from '../add-checkpoint.ts'
import type { Arguments } from '../read-arguments.ts'
import { type AnswerTag, answeringTags } from './answer-tag.ts'
import { LogFollower } from './follow-log.ts'
import { MirroredLog, openMirrorStore } from './open-mirror-store.ts'

/** parts.signer: the key for answers about tags. */
export const startMirror = (
  { data, pollMs }: Pick<Arguments, 'data' | 'pollMs'>,
  parts: WitnessParts
): { answerTag: AnswerTag; close: () => Promise<void> } => {
  const store = openMirrorStore(data)
  const followers = parts.logs.map((log) => new LogFollower(log, new MirroredLog(store, log), parts))
  for (const follower of followers) follower.start(pollMs)
  return {
    answerTag: answeringTags(followers, parts.signer),
    close: async () => {
      await Promise.all(followers.map((follower) => follower.stop()))
      store.close()
    }
  }
}

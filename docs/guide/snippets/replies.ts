// Read the replies, from where you stopped the last time.
import type { PartnerMessage, Session } from '@parley/sdk'

export const newReplies = async (session: Session, stoppedAt: string | undefined) => {
  const replies: PartnerMessage[] = []
  for (let after = stoppedAt; ;) {
    const page = await session.messages.changes({ after })
    replies.push(...page.items.filter((message) => !message.withheld && !message.own && !message.deleted))
    after = page.next
    if (!page.more) return { replies, after } // keep `after` in your database, with the replies
  }
}

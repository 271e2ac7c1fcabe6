// Delete what your app sent; it is gone for everyone.
import type { PartnerMessage, Session } from '@parley/sdk'

export const takeBack = (session: Session, message: PartnerMessage) =>
  session.messages.delete(message.conversation, message.id)

// Write as an assistant: when the person must approve, tell them so, and wait.
import { ParleyApprovalNeeded, ParleyRefusal, type Session } from '@parley/sdk'

export const writeWithApproval = async (session: Session, conversation: string, text: string) => {
  try {
    return await session.messages.write(conversation, { text })
  } catch (error) {
    if (!(error instanceof ParleyApprovalNeeded)) throw error
    return error.wait().catch((why: unknown) => {
      if (why instanceof ParleyRefusal && why.code.startsWith('approval_')) return undefined // denied, or too late
      throw why
    })
  }
}

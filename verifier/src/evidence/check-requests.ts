// Check V20: the app signed each request for which an access stands in the log.
import type { Find } from '@parley/protocol/log/finding.ts'
import { judgeRequest, signingAppsOf } from '@parley/protocol/log/judge-request.ts'
import type { BundleView } from './context.ts'

export const checkRequests = async (view: BundleView, find: Find): Promise<void> => {
  const apps = signingAppsOf(view.entries)
  const counts = { bearer: 0, 'unknown bearer': 0, missing: 0, unregistered: 0 }
  const used = new Set<string>()
  for (const { index, shared, owner, given } of view.entries) {
    if (shared?.frame !== 'access' && shared?.frame !== 'list') continue
    if (owner?.frame !== 'access' && owner?.frame !== 'list') continue
    const { origin } = view.checkpoint
    const result = await judgeRequest({ index, shared, owner, proof: given.proof, origin }, apps, find)
    if (result) counts[result]++
    if (owner.req === null) continue
    // A request for changes leaves one entry for each conversation, and any other request leaves one.
    const use = `${owner.req} ${shared.frame === 'access' ? shared.conv : ''}`
    if (used.has(use)) find('V20', 'violation', 'One request of the app stands behind two accesses.', index)
    used.add(use)
  }
  const { bearer, 'unknown bearer': unknown, missing, unregistered } = counts
  if (unknown > 0)
    find(
      'V20',
      'insufficient',
      `Whether the app may come with a plain token, as it did ${unknown} times, is not in this file.`
    )
  if (bearer > 0) find('V20', 'remark', `${bearer} accesses came with a plain token: the app did not sign them.`)
  if (missing > 0) find('V20', 'insufficient', `For ${missing} accesses the app’s signed request is not in this file.`)
  if (unregistered > 0)
    find('V20', 'insufficient', `${unregistered} requests are signed with a key that no entry here names as the app’s.`)
}

// Check V20: the app signed each request for which an access stands in the log.
import type { Find } from '@parley/protocol/log/finding.ts'
import { judgeRequest, signingAppsOf } from '@parley/protocol/log/judge-request.ts'
import type { BundleView } from './context.ts'

export const checkRequests = async (view: BundleView, find: Find): Promise<void> => {
  const apps = signingAppsOf(view.entries)
  const counts = { bearer: 0, missing: 0, unregistered: 0 }
  for (const { index, shared, owner, given } of view.entries) {
    if (shared?.frame !== 'access' && shared?.frame !== 'list') continue
    if (owner?.frame !== 'access' && owner?.frame !== 'list') continue
    const result = await judgeRequest({ index, shared, owner, proof: given.proof }, apps, find)
    if (result) counts[result]++
  }
  const { bearer, missing, unregistered } = counts
  if (bearer > 0) find('V20', 'remark', `${bearer} accesses came with a plain token: the app did not sign them.`)
  if (missing > 0) find('V20', 'insufficient', `For ${missing} accesses the app’s signed request is not in this file.`)
  if (unregistered > 0)
    find('V20', 'remark', `${unregistered} requests are signed with a key that no entry here names as the app’s.`)
}

// What a bundle tells when it holds: who, which apps, how many accesses, from when to when.
import type { EvidenceBundle } from '@parley/protocol/log/evidence-bundle.ts'
import type { BundleView } from './context.ts'
import type { Permissions } from './permission.ts'

export type AppFacts = {
  lid: string
  name: string
  accesses: number
  messages: number
  permissions: number
  stillLive: number
}

export type BundleFacts = {
  origin: string
  size: number
  witnesses: string[]
  seenAt: string | undefined
  whose: string[]
  entries: number
  first: string | undefined
  last: string | undefined
  apps: AppFacts[]
  /** Accesses under permissions of other people, which this file only shows to have happened. */
  underOthers: number
}

export const bundleFacts = (view: BundleView, { grants }: Permissions, bundle: EvidenceBundle): BundleFacts => {
  const apps = new Map<string, AppFacts>()
  const app = (lid: string): AppFacts => {
    const facts = apps.get(lid) ?? {
      lid,
      name: `the app ${lid.slice(0, 8)}`,
      accesses: 0,
      messages: 0,
      permissions: 0,
      stillLive: 0
    }
    apps.set(lid, facts)
    return facts
  }
  let underOthers = 0
  const times: string[] = []
  for (const { shared, owner } of view.entries) {
    if (!shared) continue
    times.push(shared.at)
    if (shared.frame === 'register' && owner?.frame === 'register') app(shared.app).name = owner.name
    if (shared.frame !== 'access' && shared.frame !== 'list') continue
    app(shared.app).accesses++
    if (shared.frame === 'access') app(shared.app).messages += shared.n
    if (!owner) underOthers++
  }
  for (const { app: lid, isEnded } of grants.values()) {
    app(lid).permissions++
    if (!isEnded) app(lid).stillLive++
  }
  const { checkpoint } = view
  return {
    origin: checkpoint.origin,
    size: checkpoint.size,
    witnesses: checkpoint.cosigned.map(({ key }) => key.name),
    seenAt: checkpoint.seenMs === undefined ? undefined : new Date(checkpoint.seenMs).toISOString(),
    whose: bundle.sequences.filter(({ of }) => of !== 'grant').map(({ of, lid }) => `${of} ${lid}`),
    entries: view.entries.length,
    first: times[0],
    last: times.at(-1),
    apps: [...apps.values()],
    underOthers
  }
}

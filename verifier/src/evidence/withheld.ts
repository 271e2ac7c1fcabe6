// Who keeps their words from which app in which conversation, at a place in the log.
import type { SharedText } from '@parley/protocol/log/entry-texts.ts'

type WithholdText = Extract<SharedText, { frame: 'withhold' }>

const key = (lid: string, app: string | null, conv: string | null): string => `${lid} ${app ?? '*'} ${conv ?? '*'}`

/** What is withheld now, as lid, app and conversation; a star stands for all. */
export type Withheld = Set<string>

export const changeWithheld = (withheld: Withheld, { t, lid, app, conv }: WithholdText): void => {
  if (t === 'withhold') withheld.add(key(lid, app, conv))
  else withheld.delete(key(lid, app, conv))
}

export const isWithheld = (withheld: Withheld, lid: string, app: string, conv: string): boolean =>
  withheld.size > 0 &&
  [key(lid, app, conv), key(lid, app, null), key(lid, null, conv), key(lid, null, null)].some((one) =>
    withheld.has(one)
  )

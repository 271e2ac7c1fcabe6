// One thing that was checked, in a sentence.

/** good: it holds. bad: it does not, and somebody must look. note: nothing to hold against anybody, but good to know. */
export type Mark = 'good' | 'bad' | 'note'

export type Check = {
  name: 'place' | 'signature' | 'witnesses' | 'growth' | 'texts' | 'app' | 'person' | 'request' | 'consent'
  mark: Mark
  text: string
}

export const hasBad = (checks: readonly Check[]): boolean => checks.some(({ mark }) => mark === 'bad')

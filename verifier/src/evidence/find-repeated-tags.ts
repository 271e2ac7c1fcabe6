// Check V16: a tag that stands twice would let two entries pass for the same one of a party.
import type { Find } from '@parley/protocol/log/finding.ts'
import type { TagIndex } from './context.ts'

export const findRepeatedTags = ({ at }: TagIndex, find: Find): void => {
  for (const [tag, indexes] of at)
    if (indexes.length > 1)
      find('V16', 'violation', `The tag ${tag} stands in entries ${indexes.join(' and ')}.`, indexes[1])
}

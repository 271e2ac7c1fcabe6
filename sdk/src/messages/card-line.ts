// A name of any length as a line of a card.

const charsMax = 200

/** The lines of a card have at most 200 characters (Unicode code points); a longer one ends in "…". Space around it goes. */
export const cardLine = (text: string): string => {
  const points = [...text.trim()]
  return points.length <= charsMax
    ? points.join('')
    : `${points
        .slice(0, charsMax - 1)
        .join('')
        .trimEnd()}…`
}

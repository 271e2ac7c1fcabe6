// Text in parts that a listener can take, and a speech can hold.
import { ssmlLength } from './ssml.ts'

/** Parts of at most so many characters, cut at a space where there is one. */
export const cutText = (text: string, charsMax = 1000): string[] => {
  const parts: string[] = []
  const rest = [...text]
  while (rest.length > 0) {
    const space = rest.length > charsMax ? rest.slice(0, charsMax).lastIndexOf(' ') : -1
    const part = rest.splice(0, space > 0 ? space + 1 : charsMax)
    parts.push(part.join('').trim())
  }
  return parts.filter((part) => part !== '')
}

/** How many of these sentences, from the first on, have room in so many characters of SSML. */
export const countFitting = (sentences: readonly string[], charsMax: number): number => {
  let left = charsMax
  const full = sentences.findIndex((sentence) => (left -= ssmlLength(sentence)) < 0)
  return full < 0 ? sentences.length : full
}

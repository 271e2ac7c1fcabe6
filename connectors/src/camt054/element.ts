// A small piece of a camt.054 file, as a tree: an entry's head, or one transaction.

export type Element = { name: string; currency: string | undefined; text: string; children: Element[] }

/** The first element at a path such as Refs/EndToEndId. */
export const find = (element: Element | undefined, path: string): Element | undefined =>
  path.split('/').reduce<Element | undefined>((at, name) => at?.children.find((child) => child.name === name), element)

/** Its text without space around it; undefined when it is absent or empty. */
export const textAt = (element: Element | undefined, ...paths: string[]): string | undefined => {
  for (const path of paths) {
    const text = find(element, path)?.text.trim()
    if (text) return text
  }
  return undefined
}

// One source file of the repository: its path, its text, and where in the house it stands.

export type Source = {
  /** From the root of the repository, with forward slashes. */
  path: string
  text: string
  language: 'ts' | 'tsx' | 'mts' | 'cts' | 'js' | 'jsx' | 'mjs' | 'cjs' | 'css' | 'sql'
  /** The first folder (server, web …); partners/music is one building of its own; '' for a file in the root. */
  building: string
  /** The room of a server file (people, access …), of a migration the one its name gives; undefined elsewhere. */
  room: string | undefined
  /** Tests may reach further than what they test. */
  isTest: boolean
}

/** What a rule found, and what to do instead. Lines count from 1. */
export type Finding = { path: string; line: number; message: string }

/** A house rule looks at one file and says what is wrong with it. */
export type Rule = (source: Source) => Finding[]

export const sourceOf = (path: string, text: string): Source => {
  const parts = path.split('/')
  const building = parts.length < 2 ? '' : parts[0] === 'partners' ? parts.slice(0, 2).join('/') : parts[0]!
  return {
    path,
    text,
    language: path.slice(path.lastIndexOf('.') + 1) as Source['language'],
    building,
    room: building === 'server' ? roomOf(parts) : undefined,
    isTest: /\.test\.tsx?$/.test(path) || path.startsWith('server/test/')
  }
}

const roomOf = (parts: string[]): string | undefined => {
  if (parts[1] === 'src' && parts.length > 3) return parts[2]
  if (parts[1] === 'migrations') return /^\d+-([a-z]+)-/.exec(parts[2] ?? '')?.[1]
  return undefined
}

/** The line that a place in a text stands on. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

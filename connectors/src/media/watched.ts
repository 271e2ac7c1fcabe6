// What somebody watched, in the one shape that all sources are read into.

/** What sends reports, by its name for people. */
export const sourceNames = { jellyfin: 'Jellyfin', plex: 'Plex', trakt: 'Trakt' }

export type Source = keyof typeof sourceNames

export type Title = {
  kind: 'film' | 'episode'
  name: string
  series?: string
  season?: number
  episode?: number
  year?: number
}

/**
 * One report of a source. progress: 0 to 100. ids: such as imdb: tt0000001; often there are none. libraries: what it lies in, as far as
 * told (name of the library, folders). adult: its rating or genre says so.
 */
export type Watched = Title & {
  source: Source
  account: { id: string; name: string }
  ids: Record<string, string>
  libraries: string[]
  adult: boolean
  progress?: number
  completed: boolean
}

/** A report that is fine and tells of no film and no episode: music, trailers, news of the server. */
export type Passed = { passed: string }

// What the demo player can play: made-up titles, with what a media server tells about them.
import type { Title } from '@parley/connectors/media/watched.ts'

export type DemoSession = { title: Title; minutes: number; about: string; imdb: string }

const harbour = { kind: 'episode', series: 'Harbour Lights', season: 1, year: 2021 } as const

export const demoSessions: DemoSession[] = [
  {
    title: { ...harbour, name: 'The Night Boat', episode: 4 },
    minutes: 42,
    about: 'The last ferry leaves without its captain.',
    imdb: 'tt0000104'
  },
  {
    title: { kind: 'film', name: 'The Lamplighter', year: 2019 },
    minutes: 96,
    about: 'A town loses its lamps, one street each night.',
    imdb: 'tt0000101'
  },
  {
    title: { ...harbour, name: 'Low Water', episode: 5 },
    minutes: 44,
    about: 'What the tide gives back, nobody had thrown in.',
    imdb: 'tt0000105'
  }
]

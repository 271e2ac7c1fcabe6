// What the demo player can play: made-up titles, as a Jellyfin server tells them.
const harbour = { ItemType: 'Episode', SeriesName: 'Harbour Lights', SeasonNumber: 1, Year: 2021 }

export const demoSessions = [
  { minutes: 42, item: { ...harbour, Name: 'The Night Boat', EpisodeNumber: 4, Provider_imdb: 'tt0000104' } },
  { minutes: 96, item: { ItemType: 'Movie', Name: 'The Lamplighter', Year: 2019, Provider_imdb: 'tt0000101' } },
  { minutes: 44, item: { ...harbour, Name: 'Low Water', EpisodeNumber: 5, Provider_imdb: 'tt0000105' } }
]

// Reports as media servers send them, for tests.

const jellyfin = {
  ServerId: '6c41d884a9c1490f8fd0863e04d75a69',
  ServerName: 'maine',
  ServerVersion: '10.8.10',
  ServerUrl: 'http://localhost:8096',
  NotificationType: 'PlaybackStop',
  Timestamp: '2026-11-25T18:17:40.8399513-03:00',
  Overview: '',
  ItemId: '514941104216969e74a8d87fc7893ad5',
  RunTimeTicks: 24_000_000_000,
  PlaybackPositionTicks: 23_400_000_000,
  PlayedToCompletion: true,
  DeviceName: 'Living room',
  ClientName: 'Android TV',
  NotificationUsername: 'Tabitha',
  UserId: '6d23c30c5e9d4ec6a66db6b05b63e516'
}

export const jellyfinEpisode = (fields: object = {}): Record<string, unknown> => ({
  ...jellyfin,
  ItemType: 'Episode',
  Name: 'The Night Boat',
  SeriesName: 'Harbour Lights',
  SeasonNumber: 1,
  EpisodeNumber: 4,
  Year: 2021,
  Path: '/media/Series/Harbour Lights/s01e04.mkv',
  Provider_imdb: 'tt0000104',
  Provider_tmdb: '104',
  ...fields
})

export const jellyfinFilm = (fields: object = {}): Record<string, unknown> => ({
  ...jellyfin,
  ItemType: 'Movie',
  Name: 'The Lamplighter',
  Year: 2019,
  Path: '/media/Films/The Lamplighter.mkv',
  Provider_imdb: 'tt0000101',
  ...fields
})

export const jellyfinMusic = { ...jellyfin, ItemType: 'Audio', Name: 'Brother Madonna', Artist: 'Kitsune²' }

const plexAccount = { id: 1, title: 'elan', thumb: 'https://plex.tv/users/1/avatar' }

/** fields: of the payload; metadata: of its Metadata. */
export const plexEpisode = (fields: object = {}, metadata: object = {}): Record<string, unknown> => ({
  event: 'media.scrobble',
  user: true,
  owner: true,
  Account: plexAccount,
  Server: { title: 'Office', uuid: '54664a3d8acc39983675640ec9ce00b70af9cc36' },
  Player: { local: true, publicAddress: '200.200.200.200', title: 'Plex Web', uuid: 'r6yfkdnfggbh2bdnvkffwbms' },
  Metadata: {
    librarySectionType: 'show',
    librarySectionTitle: 'TV Shows',
    ratingKey: '1936545',
    guid: 'plex://episode/5d9c1365',
    Guid: [{ id: 'imdb://tt0000104' }, { id: 'tvdb://7104' }],
    type: 'episode',
    title: 'The Night Boat',
    grandparentTitle: 'Harbour Lights',
    parentIndex: 1,
    index: 4,
    contentRating: 'TV-14',
    viewOffset: 2_200_000,
    duration: 2_400_000,
    ...metadata
  },
  ...fields
})

export const plexMusic = {
  event: 'media.scrobble',
  Account: plexAccount,
  Metadata: { librarySectionType: 'artist', type: 'track', title: 'Love The One You’re With' }
}

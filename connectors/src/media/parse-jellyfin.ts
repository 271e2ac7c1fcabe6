// Reads what Jellyfin's webhook plugin sends with "Send All Properties".
import { type Fields, given, line, optionalLine } from '../read-fields.ts'
import { asText, episodeOf, flag, idsOf, isAdult, percent, seasonOf, yearOf } from './read-fields.ts'
import type { Passed, Watched } from './watched.ts'

const kinds = new Map<string, 'film' | 'episode'>([
  ['Movie', 'film'],
  ['Episode', 'episode']
])

/** The plugin puts a backslash before each quotation mark, also where JSON has done so already. */
const plain = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('\\"', '"') : value)

/** Throws BadInput. */
export const parseJellyfin = (body: Fields): Watched | Passed => {
  const needed = (field: string): string => line(plain(body[field]), field)
  const text = (field: string): string | undefined => optionalLine(plain(body[field]), field)
  const event = needed('NotificationType')
  if (!/^Playback(Start|Progress|Stop)$/.test(event)) return { passed: 'not about playing' }
  const type = needed('ItemType')
  const kind = kinds.get(type)
  if (!kind || body['ExtraType']) return { passed: type === 'Audio' ? 'music' : 'neither a film nor an episode' }
  const folders = (optionalLine(body['Path'], 'Path') ?? '').split(/[/\\]/).slice(0, -1)
  return given<Watched>({
    source: 'jellyfin',
    account: {
      id: needed('UserId').replaceAll('-', '').toLowerCase(),
      name: text('NotificationUsername') ?? text('Username') ?? 'Somebody'
    },
    kind,
    name: needed('Name'),
    ...(kind === 'episode' && {
      series: needed('SeriesName'),
      season: seasonOf(body['SeasonNumber']),
      episode: episodeOf(body['EpisodeNumber'])
    }),
    year: yearOf(body['Year']),
    ids: idsOf({ imdb: body['Provider_imdb'], tmdb: body['Provider_tmdb'], tvdb: body['Provider_tvdb'] }),
    libraries: [text('LibraryName') ?? '', ...folders].filter(Boolean),
    adult: isAdult(body['OfficialRating'], asText(body['Genres']).split(',')),
    progress: percent(body['PlaybackPositionTicks'], body['RunTimeTicks']),
    // Only the end says whether it was watched to its end, and it says so by itself, without a start before it.
    completed: event === 'PlaybackStop' && flag(body['PlayedToCompletion'])
  })
}

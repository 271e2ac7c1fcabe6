// Reads what Jellyfin's webhook plugin sends with "Send All Properties".
import {
  asText,
  BadReport,
  type Fields,
  flag,
  idsOf,
  isAdult,
  line,
  optionalLine,
  percent,
  whole,
  yearOf
} from './read-fields.ts'
import type { Passed, Watched } from './watched.ts'

const kinds = new Map<string, 'film' | 'episode'>([
  ['Movie', 'film'],
  ['Episode', 'episode']
])

/** The plugin puts a backslash before each quotation mark, also where JSON has done so already. */
const plain = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('\\"', '"') : value)

/** Throws BadReport. */
export const parseJellyfin = (body: Fields): Watched | Passed => {
  const event = line(body['NotificationType'], 'NotificationType')
  if (!/^Playback(Start|Progress|Stop)$/.test(event)) return { passed: 'not about playing' }
  const type = line(body['ItemType'], 'ItemType')
  const kind = kinds.get(type)
  if (!kind || body['ExtraType']) return { passed: type === 'Audio' ? 'music' : 'neither a film nor an episode' }
  const id = line(body['UserId'], 'UserId').replaceAll('-', '').toLowerCase()
  const name = optionalLine(plain(body['NotificationUsername'] ?? body['Username']), 'NotificationUsername')
  const season = whole(body['SeasonNumber'], 9999)
  const episode = whole(body['EpisodeNumber'], 99_999)
  const year = yearOf(body['Year'])
  const progress = percent(body['PlaybackPositionTicks'], body['RunTimeTicks'])
  const series = optionalLine(plain(body['SeriesName']), 'SeriesName')
  if (kind === 'episode' && !series) throw new BadReport('SeriesName is missing.')
  const library = optionalLine(plain(body['LibraryName']), 'LibraryName')
  const folders = (optionalLine(body['Path'], 'Path') ?? '').split(/[/\\]/).slice(0, -1).filter(Boolean)
  return {
    source: 'jellyfin',
    account: { id, name: name ?? 'Somebody' },
    kind,
    name: line(plain(body['Name']), 'Name'),
    ...(kind === 'episode' && series && { series }),
    ...(kind === 'episode' && season !== undefined && { season }),
    ...(kind === 'episode' && episode !== undefined && { episode }),
    ...(year && { year }),
    ids: idsOf({ imdb: body['Provider_imdb'], tmdb: body['Provider_tmdb'], tvdb: body['Provider_tvdb'] }),
    libraries: [...(library ? [library] : []), ...folders],
    adult: isAdult(body['OfficialRating'], asText(body['Genres']).split(',')),
    ...(progress !== undefined && { progress }),
    // Only the end says whether it was watched to its end, and it says so by itself, without a start before it.
    completed: event === 'PlaybackStop' && flag(body['PlayedToCompletion'])
  }
}

// Tests of knowing a title again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesOf } from './title-names.ts'
import type { Title } from './watched.ts'

type Named = Title & { ids: Record<string, string> }

/** Whether the second is taken for the first. */
const isSame = (first: Named, second: Named): boolean => {
  const { names } = namesOf(first)
  return namesOf(second).sought.some((name) => names.includes(name))
}
const film = (name: string, year?: number, ids: Record<string, string> = {}): Named => ({
  kind: 'film',
  name,
  ids,
  ...(year && { year })
})
const episode = (over: Partial<Named> = {}): Named => ({
  kind: 'episode',
  name: 'The Night Boat',
  series: 'Harbour Lights',
  season: 1,
  episode: 4,
  ids: {},
  ...over
})

test('a title is the same in other spellings, and by an identifier in another language', () => {
  assert.ok(isSame(film('The Ferry: Home', 2019), film('the  ferry – HOME', 2019)))
  assert.ok(isSame(film('The Ferry', 2019, { imdb: 'tt1234567' }), film('La Barca', 2018, { imdb: 'tt1234567' })))
  assert.ok(isSame(film('!!!', 2019), film('!!!', 2019)))
  assert.ok(!isSame(film('!!!', 2019), film('???', 2019)))
})

test('a film without a year is any of its name, and films of other years are others', () => {
  assert.ok(isSame(film('The Ferry', 2019), film('The Ferry')))
  assert.ok(isSame(film('The Ferry'), film('The Ferry', 2019)))
  assert.ok(!isSame(film('The Ferry', 2019), film('The Ferry', 1954)))
})

test('an episode is known by its number, without one by its name, and is no film of that name', () => {
  assert.ok(isSame(episode(), episode({ name: 'Another name' })))
  assert.ok(!isSame(episode(), episode({ episode: 5 })))
  const { season: _season, episode: _episode, ...unnumbered } = episode()
  assert.ok(isSame(unnumbered, { ...unnumbered, name: 'The night boat' }))
  assert.ok(!isSame(unnumbered, { ...unnumbered, name: 'Low Water' }))
  assert.ok(!isSame(episode({ series: 'A', ids: { tmdb: '7' } }), film('A', 2019, { tmdb: '7' })))
})

// Where the tiles and entry bundles of a log are, and which of them a tree of some size has (C2SP tlog-tiles).
import { fromDecimal } from './decimal.ts'

/** width 256 is a full tile. */
export type Tile = { level: number | 'entries'; index: number; width: number }

export const tileWidth = 256

/** tile/<L>/<N>[.p/<W>], without a prefix. Throws RangeError for a tile that cannot be. */
export const tilePath = ({ level, index, width }: Tile): string => {
  const isLevel = level === 'entries' || (Number.isInteger(level) && level >= 0 && level <= 63)
  if (
    !isLevel ||
    !Number.isSafeInteger(index) ||
    index < 0 ||
    !Number.isInteger(width) ||
    width < 1 ||
    width > tileWidth
  )
    throw new RangeError(`No such tile: level ${level}, index ${index}, width ${width}`)
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? []
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${path}${width === tileWidth ? '' : `.p/${width}`}`
}

/** The tile that a path names, or undefined when tilePath would not have made it. */
export const parseTilePath = (path: string): Tile | undefined => {
  const match = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path)
  if (!match) return undefined
  const [, levelText = '', indexText = '', widthText = '256'] = match
  const level = levelText === 'entries' ? levelText : fromDecimal(levelText)
  const index = Number(indexText.replaceAll(/[x/]/g, ''))
  const width = fromDecimal(widthText)
  if (level === undefined || width === undefined || width < 1 || width > tileWidth || !Number.isSafeInteger(index))
    return undefined
  if (level !== 'entries' && level > 63) return undefined
  const tile: Tile = { level, index, width }
  return tilePath(tile) === path ? tile : undefined
}

/** All tiles of one level (or all entry bundles) of a tree, in order; the last may be partial. */
export const tilesOf = (level: number | 'entries', size: number): Tile[] => {
  const hashes = level === 'entries' ? size : Math.floor(size / tileWidth ** level)
  const tiles: Tile[] = []
  for (let index = 0; index * tileWidth < hashes; index++)
    tiles.push({ level, index, width: Math.min(tileWidth, hashes - index * tileWidth) })
  return tiles
}

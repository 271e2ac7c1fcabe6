// The vectors as they are stored in protocol/vectors.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const vectorsFolder = fileURLToPath(new URL('../../../protocol/vectors/', import.meta.url))

export const storedText = (name: string): string => readFileSync(vectorsFolder + name, 'utf8')

/** The caller says what the file holds. */
export const storedVectors = (name: string): unknown => JSON.parse(storedText(name))

// Gives the browser a text to keep as a file.
import { saveBlob } from './save-blob.ts'

export const saveText = (name: string, text: string): void => saveBlob(name, new Blob([text], { type: 'text/plain' }))

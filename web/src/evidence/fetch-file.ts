// Fetches a file from the platform with the name that it gives it.
import { refusalOf } from '../api/call.ts'
import { ApiError } from '../api/api-error.ts'

/** Throws ApiError. A large file may take its time, so there is no limit to it. */
export const fetchFile = async (address: string): Promise<{ name: string; blob: Blob }> => {
  let response: Response
  try {
    response = await fetch(address, { credentials: 'same-origin' })
    if (response.ok) return { name: nameIn(response), blob: await response.blob() }
  } catch {
    throw new ApiError('unreachable', 0, { title: 'The download broke off. Check your connection and try again.' })
  }
  throw await refusalOf(response)
}

const nameIn = ({ headers }: Response): string =>
  /filename="([^"/\\]+)"/.exec(headers.get('content-disposition') ?? '')?.[1] ?? 'parley-evidence'

// Reads the field `payload` of a Plex webhook, a form with sometimes a picture beside it.
import { BadInput } from '@parley/connectors/bad-input.ts'
import type { FastifyRequest } from 'fastify'

const limits = { fieldSize: 512 * 1024, fileSize: 20 * 1024 * 1024, fields: 10, files: 2, parts: 12 }

/** The picture is read past and never kept; a picture above 20 MB ends the request. Throws BadInput, or an error with statusCode. */
export const readPayload = async (request: FastifyRequest): Promise<string> => {
  if (!request.isMultipart())
    throw new BadInput('Plex sends multipart/form-data; this is something else.', { status: 415 })
  let payload: unknown
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') part.file.resume()
      else if (part.valueTruncated) throw new BadInput('The payload is too large.', { status: 413 })
      else if (part.fieldname === 'payload') payload ??= part.value
    }
  } catch (error) {
    if (error instanceof BadInput || (error as { statusCode?: number }).statusCode) throw error
    throw new BadInput('The form is broken.')
  }
  if (typeof payload !== 'string') throw new BadInput('The form has no field "payload".')
  return payload
}

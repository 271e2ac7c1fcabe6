// Reads the field `payload` of a Plex webhook, a form with sometimes a picture beside it.
import type { FastifyRequest } from 'fastify'
import { BadInput } from '@parley/connectors/bad-input.ts'

const limits = { fieldSize: 512 * 1024, fileSize: 20 * 1024 * 1024, fields: 10, files: 2, parts: 12 }

const readParts = async (request: FastifyRequest): Promise<string | undefined> => {
  let payload: string | undefined
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') {
      for await (const _chunk of part.file);
      if (part.file.truncated) throw new BadInput('The picture is too large.', { status: 413 })
    } else if (part.fieldname === 'payload' && payload === undefined) {
      if (part.valueTruncated || typeof part.value !== 'string')
        throw new BadInput('The payload is too large.', { status: 413 })
      payload = part.value
    }
  }
  return payload
}

/** The picture is read past and never kept; a picture above 20 MB ends the request. Throws BadInput, or an error with statusCode. */
export const readPayload = async (request: FastifyRequest): Promise<string> => {
  if (!request.isMultipart())
    throw new BadInput('Plex sends multipart/form-data; this is something else.', { status: 415 })
  const payload = await readParts(request).catch((error: unknown) => {
    if (error instanceof BadInput || (error as { statusCode?: number }).statusCode) throw error
    throw new BadInput('The form is broken.')
  })
  if (payload === undefined) throw new BadInput('The form has no field "payload".')
  return payload
}

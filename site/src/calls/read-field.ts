// Reads one field of a form that another program sends, with sometimes a picture beside it.
import type { FastifyRequest } from 'fastify'
import { Refused } from '../routes/visit.ts'

const limits = { fieldSize: 512 * 1024, fileSize: 20 * 1024 * 1024, fields: 10, files: 2, parts: 12 }

/** Files are read past and never kept; one above 20 MB ends the request. Throws Refused, or an error with statusCode. */
export const readField = async (request: FastifyRequest, name: string): Promise<Buffer> => {
  if (!request.isMultipart()) throw new Refused(415, 'No form', 'This address takes a form: multipart/form-data.')
  let value: unknown
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') part.file.resume()
      else if (part.valueTruncated) throw new Refused(413, 'Too large', `The field "${name}" is too large.`)
      else if (part.fieldname === name) value ??= part.value
    }
  } catch (error) {
    if (error instanceof Refused || (error as { statusCode?: number }).statusCode) throw error
    throw new Refused(400, 'Broken', 'The form is broken.')
  }
  if (typeof value !== 'string') throw new Refused(400, 'No field', `The form has no field "${name}".`)
  return Buffer.from(value)
}

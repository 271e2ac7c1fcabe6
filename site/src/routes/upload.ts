// A form that brings a file along.
import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { Site } from '../site.ts'
import { Refused } from './visit.ts'
import { type Answer, answer, type Visit, visitOf } from './visits.ts'

/** name: as the person's machine calls it; '' when it has none. bytes: whoever reads them must read them all. */
export type Upload = { name: string; bytes: AsyncIterable<Uint8Array> }

const broken = (status: number, title: string): Refused =>
  new Refused(status, title, 'Go back, choose a file, and send it once more.')

/**
 * POST of a form with enctype multipart/form-data, its key, and then one file. Nothing of a file is read for anybody who is not logged in. More
 * than `bytesMax` and one byte is not given on.
 */
export const uploadAt = async (
  site: Site,
  path: string,
  bytesMax: number,
  act: (visit: Visit, file: Upload) => Answer | Promise<Answer>
): Promise<void> => {
  const read = async (request: FastifyRequest): Promise<Upload> => {
    if (!request.isMultipart()) throw broken(415, 'That is no file')
    const body: Record<string, unknown> = {}
    for await (const part of request.parts()) {
      if (part.type === 'field') body[part.fieldname] = part.value
      else {
        request.body = body
        return { name: part.filename, bytes: part.file }
      }
    }
    throw broken(400, 'No file came along')
  }
  await site.app.register(async (scope) => {
    await scope.register(multipart, { limits: { files: 1, fields: 20, fileSize: bytesMax + 1 } })
    scope.post(path, async (request, reply) => {
      const file = await read(request)
      const visit = visitOf(site, site.formVisitor(request), request, reply)
      return answer(site, visit, await act(visit, file))
    })
  })
}

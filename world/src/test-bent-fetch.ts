// Stands between an app and the platform and bends what the partner API answers, as a platform that lies would.
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any
/** Changes the JSON of an answer in place, or gives another one. */
export type Bend = (answer: Json) => Json

export type BentFetch = { fetch: typeof fetch; bend: Bend | undefined }

/** Bends only while `bend` is set. */
export const bentFetch = (): BentFetch => {
  const bent: BentFetch = {
    bend: undefined,
    fetch: async (input, init) => {
      const answer = await fetch(input, init)
      const { pathname } = new URL(input instanceof Request ? input.url : input)
      if (!bent.bend || !answer.ok || !pathname.startsWith('/v1/')) return answer
      const json: unknown = await answer.json()
      return Response.json((await bent.bend(json)) ?? json, { status: answer.status })
    }
  }
  return bent
}

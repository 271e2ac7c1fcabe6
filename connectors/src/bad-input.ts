// What somebody sent that is not what its format says.

/** One sentence for whoever sent it. status: the HTTP status that fits, 400 unless told. code: stays the same while words may change. */
export class BadInput extends Error {
  readonly status: number
  readonly code: string | undefined
  constructor(text: string, { status = 400, code }: { status?: number; code?: string } = {}) {
    super(text)
    this.status = status
    this.code = code
  }
}

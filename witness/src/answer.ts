// What is answered to a request over HTTP.

export type Answer = {
  status: number
  /** text/plain unless said. */
  type?: string
  text: string
}

// Answers on a connection whose bytes are not HTTP that can be read, where there is no request yet to answer.
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { Refusal } from './refusal.ts'

const details: Record<string, string> = {
  HPE_HEADER_OVERFLOW: 'The address and the headers are too long',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request took too long to arrive'
}

/** Refuses with invalid_request, and hangs up: what follows on the connection cannot be told apart. */
export const refuseUnreadable = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const detail = details[error.code ?? ''] ?? 'The request is not readable as HTTP'
    const problem = new Refusal('invalid_request', { detail }).problem()
    const body = JSON.stringify(problem)
    const head = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close'
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
  socket.destroy()
}

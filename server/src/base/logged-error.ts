// What the program's log says of an error.

export type LoggedError = { type: string; message: string; stack: string; [more: string]: unknown }

/**
 * Named fields only: in others a driver may bring values, as PostgreSQL does with the whole of a row that it refuses, message text
 * and hashes of secrets included.
 */
export const loggedError = (error: unknown): LoggedError => {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), stack: '' }
  const { code, table_name: table, constraint_name: constraint } = error as Error & Record<string, unknown>
  return {
    type: error.constructor.name,
    message: error.message,
    stack: error.stack ?? '',
    ...(typeof code === 'string' && { code }),
    ...(typeof table === 'string' && { table }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(error.cause !== undefined && { cause: loggedError(error.cause) })
  }
}

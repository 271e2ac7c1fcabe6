// From which web pages a client may call the token endpoint.

/** The origins of its redirect URIs. */
export const clientOrigins = (redirectUris: readonly string[]): string[] =>
  [
    ...new Set(
      redirectUris.map((uri) => URL.parse(uri)?.origin).filter((origin) => origin !== undefined && origin !== 'null')
    )
  ] as string[]

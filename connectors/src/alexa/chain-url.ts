// Where Alexa's certificate chain may be fetched from.

/**
 * The address of a SignatureCertChainUrl header, or undefined when it is not one of Alexa's: https, s3.amazonaws.com, port 443, a path in
 * /echo.api/ after dots are resolved. Percent signs are refused, since who resolves them differs, and
 * so is everything after the path, which would make many addresses of one chain.
 */
export const chainUrl = (header: unknown): string | undefined => {
  if (typeof header !== 'string' || header.length > 500 || /[%\\\s?#]/.test(header) || !URL.canParse(header))
    return undefined
  const { protocol, host, pathname, username, password, href } = new URL(header)
  const good = protocol === 'https:' && host === 's3.amazonaws.com' && pathname.startsWith('/echo.api/')
  return good && !username && !password ? href : undefined
}

// What a cookie is called: under https with a prefix that browsers let nobody but this very host set.

/**
 * url: of who sets it. `__Host-` (RFC 6265bis §4.1.3.2) keeps out cookies that a neighbouring host or a page without TLS has planted. It asks for Secure
 * and the path /, so a cookie for another path can only be `__Secure-`. Without https, as on a developer's machine, browsers take neither.
 */
export const cookieName = (url: string, name: string, path = '/'): string => {
  if (!url.startsWith('https:')) return name
  return `${path === '/' ? '__Host-' : '__Secure-'}${name}`
}

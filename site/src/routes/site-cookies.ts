// The cookies of an app: what they are called and how they are set.

/**
 * url: the app's own. On one machine all apps share the cookies, so each has names of its own. Behind TLS they begin with `__Host-`: browsers then let
 * no neighbouring host set them (RFC 6265bis §4.1.3.2). Without TLS, as on a developer's machine, they take no such name.
 */
export const siteCookies = ({ slug, url }: { slug: string; url: string }) => {
  const secure = url.startsWith('https:')
  const named = (what: string): string => `${secure ? '__Host-' : ''}${slug}_${what}`
  return {
    session: named('session'),
    attempt: named('login'),
    /** This browser logged in before: its next login asks for no new permission, which would replace the one there is. */
    known: named('known'),
    /** The code that a screen shows. */
    screen: named('screen'),
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  }
}

export type SiteCookies = ReturnType<typeof siteCookies>

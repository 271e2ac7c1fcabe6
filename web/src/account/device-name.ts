// A first guess at what this device is called, for the name of a new passkey.
export const deviceName = (): string => {
  const agent = navigator.userAgent
  const found = [
    ['iPhone', /iPhone/],
    ['iPad', /iPad/],
    ['Android phone', /Android/],
    ['Mac', /Macintosh/],
    ['Windows computer', /Windows/],
    ['Chromebook', /CrOS/],
    ['Linux computer', /Linux/]
  ].find(([, pattern]) => (pattern as RegExp).test(agent))
  return `My ${found ? String(found[0]) : 'device'}`
}

// How numbers are written on screen.

/** The words on screen are English, so those of dates and numbers are too, in the person's own English where they have one. */
export const englishOf = (language: string): string => (/^en\b/i.test(language) ? language : 'en-GB')
export const locale = englishOf(typeof navigator === 'undefined' ? 'en' : navigator.language)
const plain = new Intl.NumberFormat(locale)

export const count = (n: number): string => plain.format(n)

/** "1 message", "1,204 messages". */
export const counted = (n: number, one: string, many: string): string => `${plain.format(n)} ${n === 1 ? one : many}`

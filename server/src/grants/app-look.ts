// How an app's name looks to a hurried eye, so that no second app can pass for the first.

// Letters of other scripts, and digits, that look like Latin ones (a selection of Unicode TR39 confusables).
const alike: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  і: 'i',
  ӏ: 'l',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  һ: 'h',
  к: 'k',
  м: 'm',
  т: 't',
  в: 'b',
  н: 'h',
  ԁ: 'd',
  ԛ: 'q',
  ѕ: 's',
  ј: 'j',
  ԝ: 'w',
  ο: 'o',
  α: 'a',
  ρ: 'p',
  υ: 'u',
  κ: 'k',
  ν: 'v',
  τ: 't',
  ε: 'e',
  χ: 'x',
  ι: 'i',
  ı: 'i'
}

/** Two names with one look are one name. Empty when the name has no letter or digit. */
export const appLook = (name: string): string =>
  [
    ...name
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
  ]
    .map((letter) => alike[letter] ?? letter)
    .join('')
    // rn and vv are read as m and w; i and l are told apart by a dot only.
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('i', 'l')

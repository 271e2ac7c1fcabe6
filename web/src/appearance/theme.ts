// Light, dark, or as the system is: remembered on this device and put on the root element.
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'parley.theme'
const dark = () => window.matchMedia('(prefers-color-scheme: dark)')

export const chosenTheme = (): Theme => themes.find((one) => one === localStorage.getItem(storageKey)) ?? 'system'

const show = (): void => {
  const theme = chosenTheme()
  document.documentElement.dataset['theme'] = theme === 'system' ? (dark().matches ? 'dark' : 'light') : theme
}

export const chooseTheme = (theme: Theme): void => {
  localStorage.setItem(storageKey, theme)
  show()
}

/** Called once at the start; follows the system and other windows from then on. */
export const startTheme = (): void => {
  show()
  dark().addEventListener('change', show)
  window.addEventListener('storage', (event) => event.key === storageKey && show())
}

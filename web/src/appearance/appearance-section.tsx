// Chooses light, dark, or as the system is.
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { Section } from '../ui/page.tsx'
import { chooseTheme, chosenTheme, type Theme } from './theme.ts'

const looks = [
  { theme: 'system', label: 'System', icon: Monitor },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon }
] as const

export const AppearanceSection = () => {
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const choose = (next: Theme) => {
    chooseTheme(next)
    setTheme(next)
  }
  return (
    <Section id="appearance" title="Appearance" about="Kept on this device.">
      <RadioGroup
        aria-labelledby="appearance"
        className="segments"
        value={theme}
        onValueChange={(next) => choose(next)}
      >
        {looks.map(({ theme: value, label, icon: Icon }) => (
          <Radio.Root key={value} value={value} className="segment" nativeButton render={<button type="button" />}>
            <Icon size={18} aria-hidden />
            {label}
          </Radio.Root>
        ))}
      </RadioGroup>
    </Section>
  )
}

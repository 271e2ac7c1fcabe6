// Choices as rows: one of them (radio) or any of them (checkbox), each with a word of explanation.
import { Checkbox } from '@base-ui/react/checkbox'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { Check, CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import './choice-list.css'
import './text-field.css'

export type Option = { value: string; label: ReactNode; hint?: string; disabled?: boolean }

type OneProps = { label: string; options: Option[]; value: string; onPick: (value: string) => void }
export const ChooseOne = ({ label, options, value, onPick }: OneProps) => (
  <RadioGroup className="choices" aria-label={label} value={value} onValueChange={(next) => onPick(next)}>
    {options.map((option) => (
      <label key={option.value} className="choice">
        <Radio.Root value={option.value} disabled={option.disabled ?? false} className="choice-box choice-round">
          <Radio.Indicator className="choice-dot" />
        </Radio.Root>
        <ChoiceText {...option} />
      </label>
    ))}
  </RadioGroup>
)

type AnyProps = {
  label: string
  options: Option[]
  values: string[]
  onChange: (values: string[]) => void
  error?: string | undefined
}
export const ChooseAny = ({ label, options, values, onChange, error }: AnyProps) => {
  const errorId = useId()
  return (
    <div className="choices" role="group" aria-label={label}>
      {error && (
        <div id={errorId} className="field-error">
          <CircleAlert size={16} aria-hidden />
          <span>{error}</span>
        </div>
      )}
      {options.map((option) => (
        <label key={option.value} className="choice">
          <Checkbox.Root
            className="choice-box"
            checked={values.includes(option.value)}
            disabled={option.disabled ?? false}
            {...(error && { 'aria-invalid': true, 'aria-describedby': errorId })}
            onCheckedChange={(on) =>
              onChange(on ? [...values, option.value] : values.filter((one) => one !== option.value))
            }
          >
            <Checkbox.Indicator>
              <Check size={16} strokeWidth={3} aria-hidden />
            </Checkbox.Indicator>
          </Checkbox.Root>
          <ChoiceText {...option} />
        </label>
      ))}
    </div>
  )
}

const ChoiceText = ({ label, hint }: Option) => (
  <span className="choice-text">
    <span>{label}</span>
    {hint && <span className="quiet small">{hint}</span>}
  </span>
)

// A field that picks one of a few values from a list.
import { Select } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import './action-menu.css'
import './picker.css'
import './text-field.css'

export type Choice = { value: string; label: string }
type Props = { label: string; choices: Choice[]; value: string; onPick: (value: string) => void; hideLabel?: boolean }

export const Picker = ({ label, choices, value, onPick, hideLabel = false }: Props) => (
  <Select.Root items={choices} value={value} onValueChange={(next) => next !== null && onPick(next)} modal={false}>
    <div className="field">
      <Select.Label className={hideLabel ? 'only-heard' : 'field-label'}>{label}</Select.Label>
      <Select.Trigger className="field-input picker">
        <Select.Value />
        <Select.Icon className="picker-icon">
          <ChevronsUpDown size={16} aria-hidden />
        </Select.Icon>
      </Select.Trigger>
    </div>
    <Select.Portal>
      <Select.Positioner className="menu-place" sideOffset={4} alignItemWithTrigger={false}>
        <Select.Popup className="menu picker-list">
          {choices.map((choice) => (
            <Select.Item key={choice.value} value={choice.value} className="menu-item">
              <span className="picker-tick">
                <Select.ItemIndicator>
                  <Check size={16} aria-hidden />
                </Select.ItemIndicator>
              </span>
              <Select.ItemText>{choice.label}</Select.ItemText>
            </Select.Item>
          ))}
        </Select.Popup>
      </Select.Positioner>
    </Select.Portal>
  </Select.Root>
)

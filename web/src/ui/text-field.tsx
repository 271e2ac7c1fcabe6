// A labelled line of input with a hint and, when it was refused, the reason.
import { Field } from '@base-ui/react/field'
import { CircleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import './text-field.css'

type Props = Omit<ComponentProps<typeof Field.Control>, 'className'> & {
  label: string
  hint?: ReactNode
  error?: string | undefined
  hideLabel?: boolean
}

export const TextField = ({ label, hint, error, hideLabel = false, ...input }: Props) => (
  <Field.Root className="field" invalid={error !== undefined}>
    <Field.Label className={hideLabel ? 'only-heard' : 'field-label'}>{label}</Field.Label>
    <Field.Control className="field-input" {...input} />
    {hint && !error && <Field.Description className="field-hint">{hint}</Field.Description>}
    {error && (
      <Field.Error className="field-error" match>
        <CircleAlert size={16} aria-hidden />
        <span>{error}</span>
      </Field.Error>
    )}
  </Field.Root>
)

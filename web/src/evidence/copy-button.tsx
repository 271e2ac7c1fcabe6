// Copies a text; says so, to screen readers too.
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { copyText } from '../ui/copy-text.ts'
import { IconButton } from '../ui/icon-button.tsx'

/** what: as in "Copy the key". */
export const CopyButton = ({ text, what }: { text: string; what: string }) => {
  const [state, setState] = useState<'copied' | 'refused'>()
  const copy = async () => setState((await copyText(text)) ? 'copied' : 'refused')
  return (
    <span className="copy-button">
      <IconButton
        label={`Copy ${what}`}
        icon={state === 'copied' ? Check : Copy}
        size={16}
        onClick={() => void copy()}
      />
      <span role="status" className="only-heard">
        {state === 'copied' && 'Copied'}
        {state === 'refused' && 'The browser did not allow copying'}
      </span>
    </span>
  )
}

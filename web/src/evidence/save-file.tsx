// A button that fetches a file from the platform and gives it to the browser to keep; says why when it did not come.
import { Download } from 'lucide-react'
import { useState } from 'react'
import { reason } from '../api/api-error.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { fetchFile } from './fetch-file.ts'
import { saveBlob } from './save-blob.ts'

type Props = { address: string; label: string; look?: 'plain' | 'quiet'; disabled?: boolean }

export const SaveFile = ({ address, label, look = 'plain', disabled = false }: Props) => {
  const [state, setState] = useState<{ busy?: boolean; error?: unknown; kept?: string }>({})
  const save = async () => {
    setState({ busy: true })
    try {
      const { name, blob } = await fetchFile(address)
      saveBlob(name, blob)
      setState({ kept: name })
    } catch (error) {
      setState({ error })
    }
  }
  return (
    <span className="save-file">
      <Button look={look} small busy={state.busy ?? false} disabled={disabled} onClick={() => void save()}>
        <Download size={16} aria-hidden />
        {state.busy ? 'Preparing' : label}
      </Button>
      <span role="status" className="quiet small save-file-kept">
        {state.kept && `Saved as ${state.kept}`}
      </span>
      {state.error !== undefined && <Notice kind="danger">{reason(state.error)}</Notice>}
    </span>
  )
}

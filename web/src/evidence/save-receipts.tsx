// Offers the signed receipts of what the person has just changed.
import { Download } from 'lucide-react'
import type { Receipt } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import './evidence.css'
import { saveText } from './save-text.ts'
import { useKeptReceipts } from './use-kept-receipts.ts'

type Props = { place: string; name: string }

/** Nothing when nothing was changed at this place since Parley was opened. name: of what was changed, for the file. */
export const SaveReceipts = ({ place, name }: Props) => {
  const receipts = useKeptReceipts(place)
  return receipts.length === 0 ? null : <Save receipts={receipts} name={name} />
}

const Save = ({ receipts, name }: { receipts: Receipt[]; name: string }) => {
  const isOne = receipts.length === 1
  return (
    <div className="save-receipts">
      <p className="quiet small">
        {isOne
          ? 'Parley signed that its public log shows this change within a minute. Keep the receipt: with it you can prove what you changed, should the log ever not show it.'
          : 'Parley signed that its public log shows these changes within a minute. Keep the receipts: with them you can prove what you changed, should the log ever not show it.'}
      </p>
      <Button
        look="plain"
        small
        onClick={() => saveText(`changed-${name}.parley-receipts.json`, JSON.stringify(receipts))}
      >
        <Download size={16} aria-hidden />
        {isOne ? 'Save the receipt' : `Save the ${receipts.length} receipts`}
      </Button>
    </div>
  )
}

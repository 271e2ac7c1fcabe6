// Offers the signed receipt of a revoke, right after it.
import { useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { keys } from '../api/keys.ts'
import type { Grant, Revoked } from '../api/shapes.ts'
import { saveText } from '../evidence/save-text.ts'
import { Button } from '../ui/button.tsx'

/** Nothing when the permission was not revoked since this page was opened. */
export const SaveRevokeReceipt = ({ grant }: { grant: Grant }) => {
  const receipts = useQueryClient().getQueryData<Revoked['receipts']>(keys.revokeReceipts(grant.id))
  if (!receipts || receipts.length === 0) return null
  const save = () => saveText(`revoked-${grant.app.clientId}.parley-receipts.json`, JSON.stringify(receipts))
  return (
    <div className="apps-revoke">
      <p className="quiet small">
        Parley signed that its public log says so within a minute. Keep the receipt: with it you can prove that you
        revoked, should the log ever not say so.
      </p>
      <Button look="plain" small onClick={save}>
        <Download size={16} aria-hidden />
        Save the receipt
      </Button>
    </div>
  )
}

// Writes a camt.054.001.08 file with one booked debit entry, as the bank's core system does after a transfer; for the demo.
import type { Amount } from './amount.ts'

export type NewTransfer = {
  account: string
  amount: Amount
  payee: string
  payeeAccount: string
  endToEnd: string | undefined
  servicerRef: string
  /** ISO 8601, UTC. */
  at: string
  /** It takes back an earlier transfer, whose reference of the bank is `original`. */
  reversal?: boolean
  original?: string | undefined
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const text = (value: string): string => value.replaceAll(/[&<>"]/g, (character) => escapes[character]!)

/** The order of elements is the schema's. */
export const writeCamt = (transfer: NewTransfer): string => {
  const { account, amount, payee, payeeAccount, endToEnd, servicerRef, at, reversal, original } = transfer
  const money = `<Amt Ccy="${amount.currency}">${amount.value}</Amt><CdtDbtInd>${reversal ? 'CRDT' : 'DBIT'}</CdtDbtInd>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>${servicerRef}</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr>
<Ntfctn><Id>${servicerRef}</Id><CreDtTm>${at}</CreDtTm><Acct><Id><IBAN>${account}</IBAN></Id></Acct>
<Ntry>${money}${reversal ? '<RvslInd>true</RvslInd>' : ''}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${at.slice(0, 10)}</Dt></BookgDt>
<AcctSvcrRef>${servicerRef}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><AcctSvcrRef>${text(original ?? servicerRef)}</AcctSvcrRef><EndToEndId>${text(endToEnd ?? 'NOTPROVIDED')}</EndToEndId></Refs>${money}
<RltdPties><Cdtr><Pty><Nm>${text(payee)}</Nm></Pty></Cdtr>${payeeAccount && `<CdtrAcct><Id><IBAN>${payeeAccount}</IBAN></Id></CdtrAcct>`}</RltdPties></TxDtls></NtryDtls></Ntry></Ntfctn>
</BkToCstmrDbtCdtNtfctn></Document>
`
}

// Receipts in your own database: here, one file per receipt, and one beside it when the log holds its entry.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import type { CheckedReceipt, KeptReceipt, ReceiptStore, Session } from '@parley/sdk'

export const folderReceipts = (folder: string): ReceiptStore => ({
  add: async (receipts) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const receipt of receipts) {
      const name = `${receipt.session} ${receipt.logBy} ${receipt.event}`
      await writeFile(`${folder}/${name}`, JSON.stringify(receipt), { mode: 0o600, flush: true })
    }
  },
  waiting: async (session, { after, limit }) => {
    const names = await readdir(folder).catch((): string[] => [])
    const mine = names.filter((name) => name.startsWith(session)).toSorted()
    const next = mine.slice(after === undefined ? 0 : mine.findIndex((name) => name.endsWith(after)) + 1)
    const open = next.filter((name) => !names.includes(`in the log ${name.slice(-36)}`)).slice(0, limit)
    const texts = await Promise.all(open.map((name) => readFile(`${folder}/${name}`, 'utf8')))
    return texts.map((text) => JSON.parse(text) as KeptReceipt)
  },
  settle: (event, found) => writeFile(`${folder}/in the log ${event}`, JSON.stringify(found))
})

/** Call it once a day, or a minute after something that matters. */
export const brokenPromises = async (session: Session) => {
  const broken: CheckedReceipt[] = []
  for (let after: string | undefined = undefined; ;) {
    const page: { items: CheckedReceipt[]; next?: string } = await session.checkReceipts({ after })
    broken.push(...page.items.filter(({ state }) => state === 'missing' || state === 'wrong'))
    after = page.next
    if (after === undefined) return broken
  }
}

// The steps of a story that is told in one file: each is a test, and after one that failed the others do not start.
import { test } from 'node:test'

let failed: string | undefined

/** Steps share what the file keeps; they run in their order. */
export const step = (fact: string, walk: () => Promise<void>): void => {
  void test(fact, async () => {
    if (failed !== undefined) throw new Error(`Not reached, because this failed before: ${failed}`)
    try {
      await walk()
    } catch (error) {
      failed = fact
      throw error
    }
  })
}

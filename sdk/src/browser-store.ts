// A store for apps that run in the browser alone: IndexedDB, which holds keys that no script can export.
import type { Kept, Store } from './store.ts'

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'))
  })

const written = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB aborted the write'))
  })

/** Keeps sessions in the IndexedDB database `name` of this origin. The DPoP private key never leaves the browser. */
export const browserStore = (name = 'parley'): Store => {
  let opened: Promise<IDBDatabase> | undefined
  const open = (): Promise<IDBDatabase> => {
    if (!opened) {
      const request = indexedDB.open(name, 1)
      request.onupgradeneeded = () => request.result.createObjectStore('kept')
      opened = done(request)
      opened.catch(() => (opened = undefined))
    }
    return opened
  }
  const change = async (act: (values: IDBObjectStore) => void): Promise<void> => {
    const transaction = (await open()).transaction('kept', 'readwrite', { durability: 'strict' })
    act(transaction.objectStore('kept'))
    await written(transaction)
  }
  return {
    holdsKeys: true,
    get: async (key) =>
      (await done((await open()).transaction('kept').objectStore('kept').get(key))) as Kept | undefined,
    set: (key, value) => change((values) => values.put(value, key)),
    delete: (key) => change((values) => values.delete(key))
  }
}

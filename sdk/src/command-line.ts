// A command line on a person's own machine: one person, whose connection lies in a folder, and who logs in by a code. For Node alone.
import { type FolderStore, folderStore } from './folder-store.ts'
import type { Ask } from './login/ask.ts'
import type { StartedDevice } from './login/start-device.ts'
import { parleyApp } from './parley-app.ts'
import type { AppOptions } from './platform.ts'
import { endsConnection, missingRight } from './predicates.ts'
import type { Session } from './session.ts'
import { wait } from './wait.ts'

/** folder: for this user of the machine only. The client is public and logs in on devices (`--public --device`). */
export type CommandLineOptions = Omit<AppOptions, 'store' | 'redirectUri'> & { folder: string }

export type CommandLine = {
  /** The connection of before; undefined when there is none, or when it is known to be over. */
  session: () => Promise<Session | undefined>
  /** show: tells the person the address and the code to enter there; then waits until they have. Throws what `finishDevice` throws. */
  logIn: (options: {
    ask?: Ask
    show: (started: StartedDevice) => void
    signal?: AbortSignal | undefined
  }) => Promise<Session>
  /** Gives the permission back and forgets the connection. false: Parley did not take it back; the person can end it there. */
  logOut: () => Promise<boolean>
  /** The app's own small values, in the same folder. */
  values: FolderStore['values']
}

export const commandLine = ({ folder, ...options }: CommandLineOptions): CommandLine => {
  const store = folderStore(folder)
  const parley = parleyApp({ ...options, store })
  const { values } = store
  const kept = async (): Promise<Session | undefined> => {
    const id = await values.get('session')
    return typeof id === 'string' ? parley.session(id) : undefined
  }
  return {
    values,
    session: async () => {
      const session = await kept()
      return session?.ended ? undefined : session
    },
    logIn: async ({ ask, show, signal }) => {
      const about = signal && { signal }
      const started = await parley.login.startDevice({ ...(ask && { ask }), ...about })
      show(started)
      let session: Session | undefined
      while (!session) {
        await wait(started.intervalMs, signal)
        session = await parley.login.finishDevice({ attempt: started.attempt, ...about })
      }
      const before = await kept()
      await values.set('session', session.id)
      if (before) await store.delete(`session:${before.id}`)
      return session
    },
    logOut: async () => {
      const session = await kept()
      const isBack = await (session?.grant.giveBack() ?? Promise.resolve()).then(
        () => true,
        (error: unknown) => endsConnection(error) || missingRight(error) !== undefined
      )
      await session?.forget()
      await values.set('session', undefined)
      return isBack
    }
  }
}

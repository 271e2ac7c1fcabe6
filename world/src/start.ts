// npm start: the platform with its web client, and the demo people and apps unless --no-demo.
import { parseArgs } from 'node:util'
import { createApp } from '@parley/server/app.ts'
import { readConfig } from '@parley/server/base/config.ts'
import { openDatabase } from '@parley/server/open-database.ts'
import { closePlatform, openPlatform } from '@parley/server/platform.ts'
import { buildWeb } from './build-web.ts'
import { appUrl, demoApps } from './demo-apps.ts'
import { demoPassword, demoPeople } from './demo-history.ts'
import { demoWitnesses, startDemoWitnesses, witnessUrl } from './demo-witnesses.ts'
import { readPortBase } from './config.ts'
import { seedDemo } from './seed-demo.ts'
import { startDemoApps, type DemoAppsRun } from './start-demo-apps.ts'
import { serveStartPage } from './serve-start-page.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const line = (name: string, text: string): void => say(`${name.padEnd(13)} ${text}`)

const sayDemo = (portBase: number, hasWitnesses: boolean, { failed }: DemoAppsRun): void => {
  for (const app of demoApps) {
    const problem = failed.find((one) => one.app === app)
    line(app.name, problem ? `did not start: ${problem.why}` : appUrl(app, portBase))
  }
  if (hasWitnesses) for (const witness of demoWitnesses) line(witness.title, witnessUrl(witness, portBase))
  say('')
  say(`Sign in as ${demoPeople.map(({ handle }) => handle).join(', ')}; the password of each is ${demoPassword}`)
}

const run = async (): Promise<void> => {
  const { values } = parseArgs({ options: { 'no-demo': { type: 'boolean', default: false } } })
  const demo = !values['no-demo']
  const config = readConfig()
  const portBase = readPortBase()
  const stops: (() => Promise<void>)[] = []
  let stopping: Promise<void> | undefined
  // In the reverse order of starting: apps, requests in flight, connections, database.
  const stop = (): Promise<void> =>
    (stopping ??= stops.reduceRight((before, end) => before.then(end), Promise.resolve()))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop().then(() => process.exit(0)))
  }
  try {
    const [database] = await Promise.all([openDatabase(config), buildWeb()])
    stops.push(database.close)
    void database.ended.then(async () => {
      process.stderr.write(
        'Parley stops: its PostgreSQL has ended. Start it again; nothing that was answered is lost.\n'
      )
      await stop()
      process.exit(1)
    })
    const platform = await openPlatform(config, database.url)
    stops.push(() => closePlatform(platform))
    // Somebody who names witnesses has some.
    const witnesses = demo && config.logPolicy === undefined ? await startDemoWitnesses(platform, portBase) : undefined
    if (witnesses) stops.push(witnesses.stop)
    const app = await createApp({ ...platform, config: { ...config, ...witnesses?.config } })
    stops.push(() => app.close())
    if (demo) await seedDemo(platform.sql)
    await app.listen({ host: config.host, port: config.port })
    if (!demo) return line('Parley', config.url)
    const apps = await startDemoApps(platform, portBase)
    stops.push(apps.stop)
    const page = await serveStartPage({ parley: config.url, portBase, hasWitnesses: witnesses !== undefined }).catch(
      (error: Error) => error
    )
    if (!(page instanceof Error)) stops.push(page.close)
    line('Start here', page instanceof Error ? `did not start: ${page.message}` : page.url)
    line('Parley', config.url)
    sayDemo(portBase, witnesses !== undefined, apps)
  } catch (error) {
    await stop()
    throw error
  }
}

try {
  await run()
} catch (error) {
  process.stderr.write(`Parley did not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

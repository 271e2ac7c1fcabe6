// npm start: the platform with its web client, and the demo people and apps unless --no-demo.
import { parseArgs } from 'node:util'
import { createApp } from '@parley/server/app.ts'
import { readConfig } from '@parley/server/base/config.ts'
import { openDatabase } from '@parley/server/open-database.ts'
import { closePlatform, openPlatform } from '@parley/server/platform.ts'
import { buildWeb } from './build-web.ts'
import { appUrl, demoApps, startDemoApps } from './demo-apps.ts'
import { demoPassword, demoPeople } from './demo-history.ts'
import { demoWitnesses, startDemoWitnesses, witnessUrl } from './demo-witnesses.ts'
import { readPortBase } from './config.ts'
import { seedDemo } from './seed-demo.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const sayDemo = (portBase: number, hasWitnesses: boolean): void => {
  for (const app of demoApps) say(`${app.name.padEnd(9)} ${appUrl(app, portBase)}`)
  if (hasWitnesses)
    for (const witness of demoWitnesses) say(`${witness.title.padEnd(9)} ${witnessUrl(witness, portBase)}`)
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
    if (demo) stops.push((await startDemoApps(platform, portBase)).stop)
    say(`Parley    ${config.url}`)
    if (demo) sayDemo(portBase, witnesses !== undefined)
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

// Styles and scripts, the kit's own and the app's, at /assets/.
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import files from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { SiteOptions } from '../site.ts'

const isScript = (name: string): boolean => name.endsWith('.ts') && !name.endsWith('.test.ts')

/** A folder stands for the scripts in it. */
const scriptsOf = (url: URL): URL[] =>
  url.pathname.endsWith('/')
    ? readdirSync(url)
        .filter(isScript)
        .map((name) => new URL(name, url))
    : [url]

const serveScript = (app: FastifyInstance, path: string, url: URL): void => {
  const script = stripTypeScriptTypes(readFileSync(url, 'utf8'))
  app.get(`/assets/${path}`, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(script)
  )
}

const kitStyles = ['site.css', 'parts.css', 'screen.css']

/** The style sheets of every page, the kit's and those of an app's public folder, and whether that has an icon. */
export const lookIntoAssets = (assets: URL | undefined): { styles: string[]; icon: boolean } => {
  const names = assets ? readdirSync(assets) : []
  return {
    styles: [...kitStyles, ...names.filter((name) => name.endsWith('.css')).toSorted()],
    icon: names.includes('icon.svg')
  }
}

/** Reads every script now, so that a wrong path stops the start. */
export const serveAssets = async (
  app: FastifyInstance,
  { assets, scripts }: Pick<SiteOptions, 'assets' | 'scripts'>
): Promise<void> => {
  for (const name of kitStyles) {
    const style = readFileSync(new URL(`../../public/${name}`, import.meta.url), 'utf8')
    app.get(`/assets/${name}`, async (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(style)
    )
  }
  for (const name of ['fresh.ts', 'sheet.ts', 'choose-value.ts'])
    serveScript(app, name, new URL(`../client/${name}`, import.meta.url))
  // The path below src, so that scripts import each other as they do in the sources.
  for (const url of (scripts ?? []).flatMap(scriptsOf)) serveScript(app, url.pathname.split('/src/').at(-1)!, url)
  if (assets) await app.register(files, { root: assets, prefix: '/assets/', cacheControl: false })
}

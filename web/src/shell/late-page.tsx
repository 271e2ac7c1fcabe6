// Pages whose code is fetched when it is needed, so that the first page comes with little.
import { type ComponentType, use } from 'react'
import { type RouteObject, matchRoutes } from 'react-router'

export type LatePage = ComponentType & { fetch: () => Promise<ComponentType>; forget: () => void }

/** A page under its name in its module. Shown at once when its code is there; until then the nearest Suspense shows its fallback. */
export const latePage = <N extends string>(load: () => Promise<Record<N, ComponentType>>, name: N): LatePage => {
  let there: ComponentType | undefined
  let coming: Promise<ComponentType> | undefined
  const fetch = (): Promise<ComponentType> =>
    (coming ??= load().then((module): ComponentType => (there = module[name])))
  const forget = () => (coming = undefined)
  const Late = () => {
    const Page = there ?? use(fetch())
    return <Page />
  }
  return Object.assign(Late, { fetch, forget })
}

const latePagesOf = (routes: RouteObject[]): LatePage[] =>
  routes.flatMap((route) => [...latePageOf(route), ...latePagesOf(route.children ?? [])])

const latePageOf = ({ Component }: RouteObject): LatePage[] =>
  Component && 'fetch' in Component ? [Component as LatePage] : []

// What did not come beforehand is asked for once more when it is shown. That answer stays: a new question at each render would never end.
const fetchAll = (pages: LatePage[]): void => {
  for (const page of pages) page.fetch().catch(page.forget)
}

const breathMs = 2000

/** Fetches the page of this address beside the first questions to the platform, and the others after a breath. */
export const fetchPages = (routes: RouteObject[], pathname: string): void => {
  fetchAll((matchRoutes(routes, pathname) ?? []).flatMap(({ route }) => latePageOf(route)))
  setTimeout(() => fetchAll(latePagesOf(routes)), breathMs)
}

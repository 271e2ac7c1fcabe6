// The device authorization grant (RFC 8628) in the provider: its codes, and its pages in place of the library's.
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import type { Sql } from '../base/sql.ts'
import { findApp } from '../grants/find-app.ts'
import { confirmCodePage, connectedPage, deviceDeniedPage, deviceFailedPage, enterCodePage } from './device-pages.ts'
import type { Html } from './html.ts'

type DeviceFlow = NonNullable<NonNullable<Configuration['features']>['deviceFlow']>

// What the library throws where the person can go on by entering a code; it exports no classes for them.
type CodeError = Error & { userCode?: string }

type Said = { status: number; problem: string }
const again = 'Have the device show a new one.'
const said: Record<string, Said> = {
  NoCodeError: { status: 400, problem: 'Enter the code that your device shows.' },
  NotFoundError: {
    status: 404,
    problem: 'No device waits with this code. Look at it again; it has eight letters.'
  },
  ExpiredError: { status: 410, problem: `This code has expired. ${again}` },
  AlreadyUsedError: { status: 410, problem: `This code was used already. ${again}` },
  DeniedError: { status: 410, problem: `This code was refused. ${again}` },
  InvalidRequest: { status: 400, problem: 'This page was out of date. Enter the code again.' },
  SessionNotFound: { status: 400, problem: `This page was out of date. ${again}` }
}

const send = (ctx: KoaContextWithOIDC, status: number, { markup }: Html): void => {
  ctx.status = status
  ctx.type = 'html'
  ctx.body = markup
}

const formOf = (ctx: KoaContextWithOIDC) => ({
  action: new URL(ctx.oidc.urlFor('code_verification')).pathname,
  secret: (ctx.oidc.session as unknown as { state: { secret: string } }).state.secret
})

const plain = (code: string): string => code.toUpperCase().replaceAll(/[^A-Z]/g, '')
const written = (code: string): string => plain(code).replace(/^(.{4})(?=.)/, '$1-')

/** The code as it is kept; expired ones are found for a while, so that the page can say so. */
const findCode = (ctx: KoaContextWithOIDC, code: string) => {
  const model = ctx.oidc.provider.DeviceCode as unknown as {
    findByUserCode: (
      code: string,
      options: object
    ) => Promise<
      { clientId: string; isExpired: boolean; error?: string; accountId?: string; inFlight?: boolean } | undefined
    >
  }
  return model.findByUserCode(plain(code), { ignoreExpiration: true })
}

/** Why the code cannot be entered, by the names of the library's errors. */
const faultOf = async (ctx: KoaContextWithOIDC, code: string): Promise<string | undefined> => {
  const found = await findCode(ctx, code)
  if (!found) return 'NotFoundError'
  if (found.error === 'access_denied') return 'DeniedError'
  if (found.isExpired) return 'ExpiredError'
  return found.error || found.accountId || found.inFlight ? 'AlreadyUsedError' : undefined
}

const askAgain = (ctx: KoaContextWithOIDC, fault: string, code?: string): void => {
  const { status, problem } = said[fault]!
  send(ctx, status, enterCodePage(formOf(ctx), code === undefined ? undefined : written(code), problem))
}

const confirm = async (ctx: KoaContextWithOIDC, sql: Sql, code: string, clientId: string): Promise<void> => {
  const app = await findApp(sql, clientId)
  if (!app || app.suspended) return send(ctx, 400, deviceFailedPage(false))
  return send(ctx, 200, confirmCodePage({ ...formOf(ctx), code: written(code), app }))
}

const input = async (ctx: KoaContextWithOIDC, sql: Sql, error: CodeError | undefined): Promise<void> => {
  if (error) {
    if (error.name === 'AbortedError') return send(ctx, 200, deviceDeniedPage())
    if (!(error.name in said)) return send(ctx, ctx.status, deviceFailedPage(ctx.status >= 500))
    const { userCode } = error
    const isUsed = error.name === 'AlreadyUsedError' && userCode !== undefined
    return askAgain(ctx, (isUsed && (await faultOf(ctx, userCode))) || error.name, userCode)
  }
  // guard-device.ts takes it out of verification_uri_complete, where the library would answer with a form that a script sends.
  const code: unknown = ctx.state['userCode']
  if (typeof code !== 'string') return send(ctx, 200, enterCodePage(formOf(ctx)))
  const fault = await faultOf(ctx, code)
  if (fault !== undefined) return askAgain(ctx, fault, code)
  return confirm(ctx, sql, code, (await findCode(ctx, code))!.clientId)
}

/** Codes have eight letters of twenty without vowels (RFC 8628 §6.1). Nothing about the device is kept. */
export const deviceFlow = (sql: Sql): DeviceFlow => ({
  enabled: true,
  charset: 'base-20',
  mask: '****-****',
  deviceInfo: () => ({}),
  userCodeInputSource: (ctx, _form, _out, error) => input(ctx, sql, error),
  userCodeConfirmSource: (ctx, _form, client, _info, code) => confirm(ctx, sql, code, client.clientId),
  successSource: async (ctx) => {
    const app = await findApp(sql, ctx.oidc.client!.clientId)
    send(ctx, 200, connectedPage(app!.name))
  }
})

/** Of a request by somebody at the page of the device flow, or on the way back to it. */
export const isDeviceRoute = ({ oidc }: KoaContextWithOIDC): boolean =>
  oidc.route === 'code_verification' || oidc.route === 'device_resume'

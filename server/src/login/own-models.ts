// What our tokens and clients do differently from the library's.
import Provider from 'oidc-provider'
import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '../base/hash.ts'
import type { Sql } from '../base/sql.ts'
import { deviceGrant, deviceMark } from './client-metadata.ts'
import { refreshSuccessor } from './refresh-successor.ts'
import { takeOnce } from './take-once.ts'
import { dbOf, unitOfWork } from './unit-of-work.ts'

type RefreshModel = {
  prototype: { jkt?: string | undefined; save: () => Promise<string>; generateTokenId: () => string }
}
type ClientModel = {
  prototype: {
    clientSecret?: string
    clientId: string
    [deviceMark]?: boolean
    compareClientSecret: (given: string) => boolean
    grantTypeAllowed: (type: string) => boolean
  }
}
type ReplayModel = { unique: (issuer: string, jti: string, exp: number) => Promise<boolean> }

/** parts.secret: the platform's. */
export const ownModels = (provider: Provider, { sql, secret }: { sql: Sql; secret: string }): void => {
  const refresh = (provider.RefreshToken as unknown as RefreshModel).prototype
  const { save, generateTokenId } = refresh
  const successorOf = refreshSuccessor(secret)
  refresh.generateTokenId = function () {
    const rotating = unitOfWork()?.rotating
    return rotating === undefined ? generateTokenId.call(this) : successorOf(rotating)
  }
  // Bound to the key of the access token beside it. The library does this for public clients only; a confidential client's refresh
  // token would work with any key, and the log could not say whose request it was.
  refresh.save = function () {
    this.jkt ??= Provider.ctx?.oidc.entities.AccessToken?.jkt
    return save.call(this)
  }

  const client = (provider.Client as unknown as ClientModel).prototype
  const { grantTypeAllowed } = client
  client.grantTypeAllowed = function (type) {
    return type === deviceGrant ? this[deviceMark] === true : grantTypeAllowed.call(this, type)
  }
  // Secrets are 256 random bits, so their SHA-256 is as good as a slow hash.
  client.compareClientSecret = function (given) {
    const kept = Buffer.from(this.clientSecret ?? '', 'hex')
    const right = kept.length === 32 && timingSafeEqual(kept, sha256(given))
    const { ctx } = Provider
    if (!right && ctx) ctx.state['wrongSecretOf'] = this.clientId
    return right
  }

  const replay = provider.ReplayDetection as unknown as ReplayModel
  replay.unique = (issuer, jti, exp) => takeOnce(dbOf(sql), issuer, jti, exp)
}

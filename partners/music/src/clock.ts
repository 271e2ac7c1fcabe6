// The app's only look at the time.

/** Now, in whole seconds since 1970, as ListenBrainz counts. */
export const nowSeconds = (): number => Math.floor(Date.now() / 1000)

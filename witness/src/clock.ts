// The time of this machine, which cosignatures state.

export const nowMs = (): number => Date.now()

// The time of this machine; evidence is judged by it unless another time is given.

export const nowMs = (): number => Date.now()

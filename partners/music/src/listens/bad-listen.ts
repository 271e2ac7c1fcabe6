// What a scrobbler sent wrong, in one sentence.

/** Becomes a 400 in ListenBrainz's form. */
export class BadListen extends Error {}

// Every address in the client: its own pages, and the platform's API.
const query = (values: Record<string, string | number | true | undefined>): string => {
  const given = Object.entries(values).filter(
    (entry): entry is [string, string | number | true] => entry[1] !== undefined
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([k, v]) => [k, String(v)]))}`
}
const part = encodeURIComponent

export const pages = {
  conversations: () => '/conversations',
  conversation: (id: string) => `/conversations/${id}`,
  conversationDetails: (id: string) => `/conversations/${id}/details`,
  readers: (id: string) => `/conversations/${id}/apps`,
  newConversation: () => '/conversations/new',
  newGroup: () => '/conversations/new-group',
  friends: () => '/friends',
  blocked: () => '/friends/blocked',
  apps: () => '/apps',
  app: (grant: string) => `/apps/${grant}`,
  activity: (filter: { app?: string | undefined; conversation?: string | undefined } = {}) =>
    `/activity${query(filter)}`,
  alerts: () => '/alerts',
  alertChoices: () => '/settings#alerts',
  settings: () => '/settings',
  passkeys: () => '/settings#passkeys',
  kept: () => '/settings#kept',
  transparency: () => '/transparency',
  signIn: (next?: string) => `/sign-in${query({ next })}`,
  signUp: (next?: string) => `/sign-up${query({ next })}`,
  invite: (code: string) => `/invite/${part(code)}`
}

type After = { after?: string | undefined; limit?: number | undefined }
type EventsRange = { before?: number; after?: number; limit?: number }

export const api = {
  signUp: () => '/api/sign-up',
  signUpPasskeyOptions: () => '/api/sign-up/passkey/options',
  signUpPasskey: () => '/api/sign-up/passkey',
  signIn: () => '/api/sign-in',
  signInPasskeyOptions: () => '/api/sign-in/passkey/options',
  signInPasskey: () => '/api/sign-in/passkey',
  signOut: () => '/api/sign-out',
  signOutEverywhere: () => '/api/sign-out/everywhere',
  me: () => '/api/me',
  password: () => '/api/me/password',
  confirm: () => '/api/me/confirm',
  sessions: (page: After) => `/api/sessions${query(page)}`,
  session: (id: string) => `/api/sessions/${id}`,
  passkeys: (page: After) => `/api/passkeys${query(page)}`,
  addPasskey: () => '/api/passkeys',
  passkeyOptions: () => '/api/passkeys/options',
  passkey: (id: string) => `/api/passkeys/${part(id)}`,
  friends: (page: After) => `/api/friends${query(page)}`,
  friend: (person: string) => `/api/friends/${person}`,
  friendRequests: (page: After) => `/api/friend-requests${query(page)}`,
  askFriend: () => '/api/friend-requests',
  friendRequest: (person: string) => `/api/friend-requests/${person}`,
  acceptFriend: (person: string) => `/api/friend-requests/${person}/accept`,
  declineFriend: (person: string) => `/api/friend-requests/${person}/decline`,
  blocks: (page: After) => `/api/blocks${query(page)}`,
  block: (person: string) => `/api/blocks/${person}`,
  invites: () => '/api/invites',
  invite: (code: string) => `/api/invites/${part(code)}`,
  acceptInvite: (code: string) => `/api/invites/${part(code)}/accept`,
  conversations: (page: After) => `/api/conversations${query(page)}`,
  openConversation: () => '/api/conversations',
  conversation: (id: string) => `/api/conversations/${id}`,
  events: (id: string, range: EventsRange) => `/api/conversations/${id}/events${query(range)}`,
  messages: (id: string) => `/api/conversations/${id}/messages`,
  message: (id: string, message: string) => `/api/conversations/${id}/messages/${message}`,
  read: (id: string) => `/api/conversations/${id}/read`,
  members: (id: string) => `/api/conversations/${id}/members`,
  leave: (id: string) => `/api/conversations/${id}/members/me`,
  title: (id: string) => `/api/conversations/${id}/title`,
  logins: (page: After) => `/api/logins${query(page)}`,
  login: (app: string) => `/api/logins/${app}`,
  grants: (page: After) => `/api/grants${query(page)}`,
  grant: (id: string) => `/api/grants/${id}`,
  preview: (id: string) => `/api/grants/${id}/preview`,
  narrow: (id: string) => `/api/grants/${id}/narrow`,
  revoke: (id: string) => `/api/grants/${id}/revoke`,
  pause: (id: string) => `/api/grants/${id}/pause`,
  resume: (id: string) => `/api/grants/${id}/resume`,
  readers: (conversation: string) => `/api/conversations/${conversation}/readers`,
  closedToApps: (conversation: string) => `/api/conversations/${conversation}/closed-to-apps`,
  withheld: (page: After) => `/api/withheld${query(page)}`,
  withhold: () => '/api/withheld',
  allow: (what: { app?: string | undefined; conversation?: string | undefined; everything?: true | undefined }) =>
    `/api/withheld${query(what)}`,
  activity: (filter: After & { app?: string | undefined; conversation?: string | undefined }) =>
    `/api/activity${query(filter)}`,
  alerts: (page: After) => `/api/alerts${query(page)}`,
  alertChoices: () => '/api/alerts/choices',
  approvals: (page: After) => `/api/approvals${query(page)}`,
  decideApproval: (id: string, how: 'approve' | 'deny') => `/api/approvals/${id}/${how}`,
  alertSeen: (id: string) => `/api/alerts/${id}/seen`,
  undo: (app: string) => `/api/apps/${app}/undo`,
  undoable: (app: string, page: After & { what: string }) => `/api/apps/${app}/undo${query(page)}`,
  hearsOfReaders: () => '/api/me/hears-of-readers',
  readsOfMine: (page: After) => `/api/activity/about-me/days${query(page)}`,
  readTimes: (page: After & { within: string }) => `/api/activity/about-me${query(page)}`,
  activityProof: (id: string) => `/api/activity/${id}/proof`,
  activityProofFile: (id: string) => `/api/activity/${id}/tlog-proof`,
  activityEntryFile: (id: string) => `/api/activity/${id}/tlog-proof?entry=1`,
  evidence: (part: { app?: string | undefined; since?: string | undefined; until?: string | undefined }) =>
    `/api/evidence${query(part)}`,
  live: () => `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/api/live`
}

/** The log's own files, open to everybody. */
export const logFiles = {
  status: () => '/log/status',
  policy: () => '/log/policy',
  checkpoint: () => '/log/checkpoint',
  /** path: tile/<L>/<N>[.p/<W>] */
  tile: (path: string) => `/log/${path}`
}

/** The path that `?next=` names when it stays on this origin; the conversation list otherwise. */
export const safeNext = (next: string | null): string => {
  if (!next) return pages.conversations()
  const base = 'http://parley.invalid'
  const url = URL.canParse(next, base) ? new URL(next, base) : undefined
  return next.startsWith('/') && url?.origin === base ? url.pathname + url.search + url.hash : pages.conversations()
}

/** Whether the client shows this path itself; the platform answers the others, the consent page for example. */
export const isOwnPage = (path: string): boolean => !/^\/(api|oauth|v1|log|\.well-known)(\/|$)/.test(path)

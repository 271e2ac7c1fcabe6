// The names under which answers of the API are kept in memory.
export const keys = {
  me: ['me'] as const,
  conversations: ['conversations'] as const,
  anyConversation: ['conversation'] as const,
  conversation: (id: string) => ['conversation', id] as const,
  friends: ['friends', 'list'] as const,
  friendRequests: ['friends', 'requests'] as const,
  blocks: ['friends', 'blocks'] as const,
  anyFriends: ['friends'] as const,
  invite: (code: string) => ['invite', code] as const,
  grants: ['grants', 'list'] as const,
  grant: (id: string) => ['grants', 'one', id] as const,
  preview: (id: string) => ['grants', 'preview', id] as const,
  logins: ['grants', 'logins'] as const,
  anyGrants: ['grants'] as const,
  activity: (app?: string, conversation?: string) => ['activity', app ?? '', conversation ?? ''] as const,
  anyActivity: ['activity'] as const,
  readsOfMine: ['activity', 'of mine'] as const,
  logStatus: ['log', 'status'] as const,
  logLook: ['log', 'look'] as const,
  sessions: ['sessions'] as const,
  passkeys: ['passkeys'] as const
}

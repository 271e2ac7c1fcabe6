// What each address of /api and /v1 is called in the OpenAPI document: its operationId, its title, its group, and who may call it.

/** session: the cookie of a signed-in person. client: an app's id and secret. A scope, or 'token': an app's token. nobody: everybody may call it. */
export type Caller =
  | 'session'
  | 'nobody'
  | 'client'
  | 'token'
  | 'messages.read'
  | 'messages.write'
  | 'messages.delete'
  | 'friends.read'
export type Operation = readonly [id: string, title: string, tag: keyof typeof tags, caller: Caller]

export const tags = {
  Account: 'Signing up and in, sessions, passkeys',
  Friends: 'Friends, requests, blocks, invite links',
  Conversations: 'Conversations and their messages',
  'Connected apps': 'What apps may do, and what they did',
  Evidence: 'What shows to anybody what apps did, and that they had permission',
  'Partner API': 'What an app can do under a permission'
} as const

/** Keyed by method and route, as Fastify has them. A test holds it equal to the routes both ways. */
export const operations: Record<string, Operation> = {
  'POST /api/sign-up': ['signUp', 'Sign up with a password', 'Account', 'nobody'],
  'POST /api/sign-in': ['signIn', 'Sign in with a password', 'Account', 'nobody'],
  'POST /api/sign-up/passkey/options': ['beginPasskeySignUp', 'Begin to sign up with a passkey', 'Account', 'nobody'],
  'POST /api/sign-up/passkey': ['signUpWithPasskey', 'Sign up with a passkey', 'Account', 'nobody'],
  'POST /api/sign-in/passkey/options': ['beginPasskeySignIn', 'Begin to sign in with a passkey', 'Account', 'nobody'],
  'POST /api/sign-in/passkey': ['signInWithPasskey', 'Sign in with a passkey', 'Account', 'nobody'],
  'POST /api/sign-out': ['signOut', 'Sign out here', 'Account', 'session'],
  'POST /api/sign-out/everywhere': ['signOutEverywhere', 'Sign out everywhere', 'Account', 'session'],
  'GET /api/me': ['readMe', 'Who is signed in', 'Account', 'session'],
  'PATCH /api/me': ['renameMe', 'Change your name', 'Account', 'session'],
  'PUT /api/me/hears-of-readers': [
    'hearOfReaders',
    'Choose to be told at once of apps that can read what you write',
    'Account',
    'session'
  ],
  'DELETE /api/me': ['closeMe', 'Close your account for good', 'Account', 'session'],
  'PUT /api/me/password': ['setPassword', 'Set or change your password', 'Account', 'session'],
  'POST /api/me/confirm': ['confirmMe', 'Show once more that it is you', 'Account', 'session'],
  'GET /api/sessions': ['listSessions', 'Where you are signed in', 'Account', 'session'],
  'DELETE /api/sessions/:id': ['endSession', 'End a session', 'Account', 'session'],
  'GET /api/passkeys': ['listPasskeys', 'Your passkeys', 'Account', 'session'],
  'POST /api/passkeys/options': ['beginPasskey', 'Begin to add a passkey', 'Account', 'session'],
  'POST /api/passkeys': ['addPasskey', 'Add a passkey', 'Account', 'session'],
  'DELETE /api/passkeys/:id': ['removePasskey', 'Remove a passkey', 'Account', 'session'],

  'GET /api/people/:handle': ['findPerson', 'Find a person by handle', 'Friends', 'session'],
  'GET /api/friends': ['listFriends', 'Your friends', 'Friends', 'session'],
  'DELETE /api/friends/:person': ['unfriend', 'End a friendship', 'Friends', 'session'],
  'GET /api/friend-requests': ['listFriendRequests', 'Friend requests, both ways', 'Friends', 'session'],
  'POST /api/friend-requests': ['askFriend', 'Ask somebody to be friends', 'Friends', 'session'],
  'POST /api/friend-requests/:person/accept': ['acceptFriend', 'Accept a friend request', 'Friends', 'session'],
  'POST /api/friend-requests/:person/decline': ['declineFriend', 'Decline a friend request', 'Friends', 'session'],
  'DELETE /api/friend-requests/:person': ['takeBackRequest', 'Take back your request', 'Friends', 'session'],
  'GET /api/blocks': ['listBlocks', 'People you block', 'Friends', 'session'],
  'PUT /api/blocks/:person': ['blockPerson', 'Block a person', 'Friends', 'session'],
  'DELETE /api/blocks/:person': ['unblockPerson', 'Unblock a person', 'Friends', 'session'],
  'POST /api/invites': ['makeInvite', 'Make your invite link', 'Friends', 'session'],
  'GET /api/invites/:code': ['seeInvite', 'Who invites by this link', 'Friends', 'nobody'],
  'POST /api/invites/:code/accept': ['acceptInvite', 'Become friends by an invite link', 'Friends', 'session'],

  'GET /api/conversations': [
    'listConversations',
    'Your conversations, newest activity first',
    'Conversations',
    'session'
  ],
  'POST /api/conversations': ['openConversation', 'Open a conversation', 'Conversations', 'session'],
  'GET /api/conversations/:id': ['readConversation', 'One conversation', 'Conversations', 'session'],
  'GET /api/conversations/:id/events': ['readEvents', 'A page of events', 'Conversations', 'session'],
  'POST /api/conversations/:id/messages': ['sendMessage', 'Send a message', 'Conversations', 'session'],
  'DELETE /api/conversations/:id/messages/:message': [
    'deleteMessage',
    'Delete your message for everyone',
    'Conversations',
    'session'
  ],
  'PUT /api/conversations/:id/read': ['markRead', 'Mark as read', 'Conversations', 'session'],
  'POST /api/conversations/:id/members': ['addMembers', 'Add friends to a group', 'Conversations', 'session'],
  'DELETE /api/conversations/:id/members/me': ['leaveConversation', 'Leave a group', 'Conversations', 'session'],
  'PUT /api/conversations/:id/title': ['renameConversation', 'Rename a group', 'Conversations', 'session'],

  'GET /api/grants': ['listGrants', 'Apps that you connected', 'Connected apps', 'session'],
  'POST /api/grants/:id/pause': [
    'pauseGrant',
    'Pause an app, or an app in one conversation',
    'Connected apps',
    'session'
  ],
  'POST /api/grants/:id/resume': ['resumeGrant', 'Let a paused app go on', 'Connected apps', 'session'],
  'GET /api/withheld': ['listWithheld', 'What you keep from apps', 'Connected apps', 'session'],
  'GET /api/apps/:id/undo': ['listUndoable', 'What you can undo of what an app did', 'Connected apps', 'session'],
  'POST /api/apps/:id/undo': ['undoApp', 'Undo what an app did', 'Connected apps', 'session'],
  'PUT /api/withheld': ['withhold', 'Keep what you wrote from apps', 'Connected apps', 'session'],
  'DELETE /api/withheld': ['allowAgain', 'Let apps have what you wrote again', 'Connected apps', 'session'],
  'GET /api/conversations/:id/readers': [
    'listReaders',
    'Which apps can read a conversation',
    'Connected apps',
    'session'
  ],
  'PUT /api/conversations/:id/closed-to-apps': ['closeGroup', 'Let no app into a group', 'Connected apps', 'session'],
  'DELETE /api/conversations/:id/closed-to-apps': [
    'reopenGroup',
    'Let apps into a group again',
    'Connected apps',
    'session'
  ],
  'GET /api/grants/:id': ['readGrant', 'One permission', 'Connected apps', 'session'],
  'GET /api/grants/:id/preview': ['previewGrant', 'What an app would see now', 'Connected apps', 'session'],
  'POST /api/grants/:id/narrow': ['narrowGrant', 'Take back a part of a permission', 'Connected apps', 'session'],
  'POST /api/grants/:id/revoke': ['revokeGrant', 'Revoke a permission', 'Connected apps', 'session'],
  'GET /api/logins': ['listLogins', 'Apps that you log in to', 'Connected apps', 'session'],
  'DELETE /api/logins/:app': ['forgetLogin', 'Forget that you logged in to an app', 'Connected apps', 'session'],
  'GET /api/alerts': ['listAlerts', 'Unusual reading by apps, newest first', 'Connected apps', 'session'],
  'GET /api/alerts/choices': [
    'readAlertChoices',
    'Which alerts are told at once, and where your night is',
    'Connected apps',
    'session'
  ],
  'PUT /api/alerts/choices': [
    'chooseAlerts',
    'Choose which alerts are told at once, and where your night is',
    'Connected apps',
    'session'
  ],
  'POST /api/alerts/:id/seen': ['seeAlert', 'You have seen an alert', 'Connected apps', 'session'],
  'GET /api/approvals': [
    'listApprovals',
    'What assistants want to write, what waits first',
    'Connected apps',
    'session'
  ],
  'POST /api/approvals/:id/approve': [
    'approveMessage',
    'Let an assistant send one message',
    'Connected apps',
    'session'
  ],
  'POST /api/approvals/:id/deny': ['denyMessage', 'Do not let an assistant send it', 'Connected apps', 'session'],
  'GET /api/activity': ['listActivity', 'What apps did, newest first', 'Connected apps', 'session'],
  'GET /api/activity/about-me': [
    'listReadsOfMine',
    'When apps of others read your messages, newest first',
    'Connected apps',
    'session'
  ],
  'GET /api/activity/about-me/days': [
    'listDaysOfMine',
    'How many of your messages apps of others read, per app and day',
    'Connected apps',
    'session'
  ],
  'GET /api/activity/:id/proof': ['proveEntry', 'That one entry is in the log', 'Evidence', 'session'],
  'GET /api/activity/:id/tlog-proof': ['proveEntryAnywhere', 'The same as a C2SP tlog-proof', 'Evidence', 'session'],
  'GET /api/evidence': ['downloadEvidence', 'Evidence of what apps did for you', 'Evidence', 'session'],

  'GET /v1/me': ['partnerMe', 'Who the person is', 'Partner API', 'token'],
  'GET /v1/friends': ['partnerFriends', 'Friends whom the permission names', 'Partner API', 'friends.read'],
  'GET /v1/conversations': ['partnerConversations', 'Conversations in the permission', 'Partner API', 'token'],
  'GET /v1/conversations/:conversation/messages': [
    'partnerMessages',
    'A page of messages, oldest first',
    'Partner API',
    'messages.read'
  ],
  'GET /v1/conversations/:conversation/messages/:message': [
    'partnerMessage',
    'One message',
    'Partner API',
    'messages.read'
  ],
  'POST /v1/conversations/:conversation/messages': [
    'partnerWrite',
    'Write a message as the person',
    'Partner API',
    'messages.write'
  ],
  'DELETE /v1/conversations/:conversation/messages/:message': [
    'partnerDelete',
    'Delete a message for everyone',
    'Partner API',
    'messages.delete'
  ],
  'GET /v1/changes': ['partnerChanges', 'What was written or deleted since a cursor', 'Partner API', 'messages.read'],
  'GET /v1/receipts/:event': ['partnerReceipt', 'Where the entry of a receipt is in the log', 'Partner API', 'token'],
  'GET /v1/evidence': ['partnerEvidence', 'Evidence of what this app did', 'Evidence', 'client'],
  'GET /v1/grant': ['partnerGrant', 'The permission itself', 'Partner API', 'token'],
  'DELETE /v1/grant': ['giveBackGrant', 'Give the permission back', 'Partner API', 'token'],
  'DELETE /v1/grants/:grant': ['giveBackGrantById', 'Give a permission back without a token', 'Partner API', 'client']
}

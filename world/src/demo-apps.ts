// The demo's partner apps: who they are, what each asks for, and how its story is tried.
import type { AskedDetail } from '@parley/protocol/api/grant.ts'

export type DemoApp = {
  id: 'music' | 'watching' | 'voice' | 'bank'
  place: number
  name: string
  owner: string
  purpose: string
  purposeCode: string
  /** It is known by a key, under the FAPI 2.0 Security Profile, and not by a secret. */
  profile?: 'fapi2'
  /** It also logs people in on screens that show a code. */
  isDevice?: true
  /** What it asks a person for the first time, as its own code does. */
  asks: Omit<AskedDetail, 'type'>
  /** What it does, and how to see it: for the start page. */
  does: string
  steps: [string, string, string]
}

/** place: the port is the base plus it. */
export const demoApps: DemoApp[] = [
  {
    id: 'music',
    place: 1,
    name: 'Music',
    owner: 'Tidewater Audio',
    purpose: 'To share songs with friends you choose, and show you their replies.',
    purposeCode: 'dpv:RequestedServiceProvision',
    asks: { actions: ['read', 'write', 'delete'], friends: true, messages: 'own', until: '90_days' },
    does: 'Plays songs and sends one to a friend. What the friend answers shows beside the song.',
    steps: [
      'Log in as ana, tick all that Music asks for and the conversation with Ben, and allow it.',
      'Share a song with Ben.',
      'In a private window, sign in to Parley as ben and reply to the song. Music shows the reply.'
    ]
  },
  {
    id: 'watching',
    place: 2,
    name: 'Watching',
    owner: 'Lantern Pictures',
    purpose: 'To share what you watch with friends you choose, and show you their replies.',
    purposeCode: 'dpv:RequestedServiceProvision',
    isDevice: true,
    asks: {
      actions: ['read', 'write'],
      friends: true,
      messages: 'own',
      until: '90_days',
      kinds: ['film', 'episode', 'text']
    },
    does: 'Keeps a shelf of films and episodes, and sends one to a friend. A television logs in by a code.',
    steps: [
      'Log in as ana, tick all that Watching asks for, also each kind of message, and the conversation with Ben, and allow it.',
      'Play something to its end under Player, then share it with Ben from the shelf.',
      'Revoke the permission in Parley under Connected apps, and share another title: Watching says that it may not.'
    ]
  },
  {
    id: 'bank',
    place: 3,
    name: 'Harbour Bank',
    owner: 'Harbour Bank, a made-up one',
    purpose: 'To send the receipt of a transfer to the friend you paid, when you tap.',
    purposeCode: 'dpv:RequestedServiceProvision',
    profile: 'fapi2',
    asks: { actions: ['write'], friends: true, until: '90_days', kinds: ['receipt'] },
    does: 'Shows booked transfers and sends a receipt to the friend who was paid. It never reads a message.',
    steps: [
      'Log in as ana, tick all that the bank asks for, also the kind of message, and the conversation with Ben, and allow it.',
      'Make a transfer under Pay. In a moment it is booked; open it, press “Send receipt”, choose Ben and send it.',
      'In Parley, Activity shows that the bank wrote one message and read none.'
    ]
  },
  {
    id: 'voice',
    place: 4,
    name: 'Voice',
    owner: 'Clearwater Speech',
    purpose: 'To read your messages aloud and take down your replies.',
    purposeCode: 'dpv:RequestedServiceProvision',
    asks: { actions: ['read', 'write'], messages: 'any', until: '90_days' },
    does: 'Reads what friends write aloud and takes down a reply, on this machine. It asks to delete only once somebody has said “delete that”.',
    steps: [
      'Log in as ana, tick read, write and the conversation with Ben, choose “any message”, and allow it.',
      'In a private window, sign in to Parley as ben and write to Ana.',
      'In Voice, say “read my new messages”, then “reply on my way”.'
    ]
  }
]

export const appUrl = (app: DemoApp, portBase: number): string => `http://localhost:${portBase + app.place}`

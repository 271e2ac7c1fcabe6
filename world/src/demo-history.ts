// What the demo people said to each other before you came.
import type { Content } from '@parley/protocol/api/content.ts'

export const demoPassword = 'harbor-violet-sunday'

export const demoPeople = [
  { handle: 'ana', name: 'Ana Moreno' },
  { handle: 'ben', name: 'Ben Okafor' },
  { handle: 'chloe', name: 'Chloe Lindqvist' },
  { handle: 'david', name: 'David Rossi' }
] as const

export type DemoHandle = (typeof demoPeople)[number]['handle']

/** hoursAgo counts from the first start. re: the number of an earlier line of the same conversation that this one answers. */
export type DemoLine = { by: DemoHandle; hoursAgo: number; says: string | Content; re?: number }
export type DemoConversation = { title?: string; people: DemoHandle[]; lines: DemoLine[] }

const anaAndBen: DemoLine[] = [
  { by: 'ben', hoursAgo: 75, says: 'Are you back from Lisbon?' },
  { by: 'ana', hoursAgo: 74.6, says: 'Since last night. Two suitcases, one of them full of tinned sardines.' },
  { by: 'ben', hoursAgo: 74.5, says: 'I expect my share.' },
  { by: 'ana', hoursAgo: 74.4, says: 'There is one with your name on it. Literally, I bought a pen.' },
  { by: 'ben', hoursAgo: 52, says: 'What was the band you mentioned? The one on the roof terrace.' },
  { by: 'ana', hoursAgo: 51.5, says: 'I will find it and send it over. They play here in spring.', re: 4 },
  { by: 'ben', hoursAgo: 51.4, says: 'Then we go. I will not even listen first.' },
  { by: 'ana', hoursAgo: 26, says: 'Do you still have the drill? The shelf gave up.' },
  { by: 'ben', hoursAgo: 25, says: 'Yes. I can bring it on Thursday, and a better shelf.' },
  { by: 'ana', hoursAgo: 24.9, says: 'You are a good person, whatever Chloe says.' },
  { by: 'ben', hoursAgo: 2.2, says: 'What does Chloe say?' }
]

const anaAndChloe: DemoLine[] = [
  { by: 'chloe', hoursAgo: 98, says: 'The article is out, page 4.' },
  {
    by: 'chloe',
    hoursAgo: 97.9,
    says: { card: { type: 'link', url: 'https://harbour-post.example/ferries', name: 'Why the ferries are late' } }
  },
  { by: 'ana', hoursAgo: 96, says: 'Read it on the ferry. Which was late.', re: 1 },
  { by: 'chloe', hoursAgo: 95.8, says: 'That is called field research.' },
  { by: 'ana', hoursAgo: 30, says: 'Dinner on Friday? I cook, you bring stories.' },
  { by: 'chloe', hoursAgo: 29, says: 'Deal. I also bring dessert, because I have seen your dessert.' }
]

const hike: DemoLine[] = [
  { by: 'david', hoursAgo: 122, says: 'Sunday looks dry. Lighthouse path, start at nine?' },
  { by: 'chloe', hoursAgo: 121, says: 'Nine is a time for people without hobbies. Ten.' },
  { by: 'ana', hoursAgo: 120.5, says: 'Ten. I bring coffee for everybody.', re: 1 },
  { by: 'ben', hoursAgo: 120, says: 'Ten is fine. I bring the dog, if she agrees.' },
  { by: 'david', hoursAgo: 50, says: 'The ferry goes at 9:20, so please be at the pier by quarter past.' },
  { by: 'ana', hoursAgo: 49, says: 'Will do.' },
  { by: 'david', hoursAgo: 5, says: 'New forecast: sun until three.' },
  { by: 'chloe', hoursAgo: 4.8, says: 'I take back what I said about nine.' }
]

const benAndDavid: DemoLine[] = [
  { by: 'david', hoursAgo: 70, says: 'Did the landlord call back about the heating?' },
  { by: 'ben', hoursAgo: 69, says: 'He sent a plumber who looked at it with great respect, and left.' },
  { by: 'david', hoursAgo: 68.9, says: 'A diagnosis, then.' }
]

export const demoConversations: DemoConversation[] = [
  { people: ['ana', 'ben'], lines: anaAndBen },
  { people: ['ana', 'chloe'], lines: anaAndChloe },
  { people: ['ben', 'david'], lines: benAndDavid },
  { title: 'Sunday hike', people: ['david', 'ana', 'ben', 'chloe'], lines: hike }
]

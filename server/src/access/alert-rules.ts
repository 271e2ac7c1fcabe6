// What reading raises an alert: every threshold in one table, each with the sentence that explains it to the person.
import type { AlertKind } from '@parley/protocol/api/alert.ts'

/** Reading is counted in slots of this length; all spans below are whole slots. */
export const slotMinutes = 10

/** The words of docs/operate.md, "Alerts", follow this table. Hours are those of the person's time zone, or UTC. */
export const alertRules = {
  first_read: {
    because: 'You are told of the first read under each permission.'
  },
  whole_history: {
    messages: 500,
    minutes: 20,
    because: 'An app that reads more than 500 messages within 20 minutes may be taking a whole history.'
  },
  many_conversations: {
    conversations: 20,
    minutes: 60,
    because: 'More than 20 conversations within an hour is more than most tasks need.'
  },
  at_night: {
    fromHour: 0,
    toHour: 5,
    quietDays: 30,
    because: 'It read between 0:00 and 5:00, which it had not done in the 30 days before.'
  },
  busy_day: {
    messages: 200,
    times: 5,
    ofDays: 30,
    daysNeeded: 3,
    because: 'It read more than 200 messages today, and more than five times as many as on its usual day.'
  }
} as const satisfies Record<AlertKind, Record<string, string | number> & { because: string }>

/** What is known of a grant's reading when a slot has been counted. day: today so far. */
export type Reading = {
  isFirst: boolean
  /** It read on an earlier day. */
  hasEarlierDay: boolean
  burstMessages: number
  burstConversations: number
  hourMessages: number
  hourConversations: number
  dayMessages: number
  /** Messages on its usual day; null while there are too few days to say. */
  usual: number | null
  /** Where the person is. */
  slotHour: number
  /** It read at night in the quiet days before. */
  readAtNight: boolean
}

export type Raised = { kind: AlertKind; messages: number; conversations: number; usual?: number }

/** Whether an hour of the day is one in which reading is unusual. */
export const isNight = (hour: number): boolean =>
  hour >= alertRules.at_night.fromHour && hour < alertRules.at_night.toHour

/** Which alerts a reading raises. Not at night on a grant's first day: who has just connected an app is awake. */
export const judgeReading = (reading: Reading): Raised[] => {
  const { whole_history: whole, many_conversations: many, busy_day: busy } = alertRules
  const burst = { messages: reading.burstMessages, conversations: reading.burstConversations }
  const usual = reading.usual
  return [
    ...(reading.isFirst ? [{ kind: 'first_read', ...burst } as const] : []),
    ...(reading.burstMessages > whole.messages ? [{ kind: 'whole_history', ...burst } as const] : []),
    ...(reading.hourConversations > many.conversations
      ? [
          {
            kind: 'many_conversations',
            messages: reading.hourMessages,
            conversations: reading.hourConversations
          } as const
        ]
      : []),
    ...(isNight(reading.slotHour) && reading.hasEarlierDay && !reading.readAtNight
      ? [{ kind: 'at_night', ...burst } as const]
      : []),
    ...(usual !== null && reading.dayMessages > Math.max(busy.messages, busy.times * usual)
      ? [{ kind: 'busy_day', messages: reading.dayMessages, conversations: reading.hourConversations, usual } as const]
      : [])
  ]
}

// Exactly what an app can see right now, by the rule that decides its reads.
import { useQuery } from '@tanstack/react-query'
import { useMe } from '../account/use-me.ts'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Grant, Preview } from '../api/shapes.ts'
import { count, counted } from '../numbers.ts'
import { Section } from '../ui/page.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Failed, Skeleton } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'

export const GrantPreview = ({ grant }: { grant: Grant }) => {
  const preview = useQuery({
    queryKey: keys.preview(grant.id),
    staleTime: 0,
    queryFn: ({ signal }) => call<Preview>('GET', api.preview(grant.id), undefined, signal)
  })
  return (
    <Section
      id="sees"
      title="What it can see right now"
      about="Counted this moment, by the same rule that decides each read."
    >
      {preview.isPending && <Skeleton kind="block" />}
      {preview.error && !preview.data && <Failed error={preview.error} retry={preview.refetch} />}
      {preview.data && <Seen preview={preview.data} grant={grant} />}
    </Section>
  )
}

const nothingWords = ({ app, answers, paused }: Grant): string => {
  if (!answers.actions.includes('read')) return `${app.name} may not read messages.`
  return paused?.at ? `${app.name} is paused.` : 'No message fits the answers below yet.'
}

const Seen = ({ preview, grant }: { preview: Preview; grant: Grant }) => {
  const me = useMe()
  const { messages, withheld, ofMessages, conversations, ofConversations, first } = preview
  const app = grant.app.name
  if (!grant.answers.actions.includes('read') || messages === 0) {
    return (
      <div className="panel panel-pad preview-count">
        <strong>Nothing</strong>
        <span className="quiet">{nothingWords(grant)}</span>
        <WithheldWords count={withheld} app={app} />
      </div>
    )
  }
  return (
    <div className="panel panel-pad">
      <div className="preview-count">
        <strong>
          {count(messages)} of your {counted(ofMessages, 'message', 'messages')}
        </strong>
        <span className="quiet">
          in {count(conversations)} of your {counted(ofConversations, 'conversation', 'conversations')}
        </span>
        <WithheldWords count={withheld} app={app} />
      </div>
      {first.length > 0 && (
        <ul className="preview-list" aria-label="The newest of them">
          {first.map((one, i) => (
            <li key={i} className="preview-one">
              <PersonMark id={one.person.id} name={one.person.name} size="small" />
              <div>
                <span className="excerpt">{one.excerpt}</span>
                <span className="quiet small">
                  {whoAndWhere(one, me.id)} · <Time at={one.at} />
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
      {messages > first.length && (
        <p className="quiet small">And {counted(messages - first.length, 'other', 'others')}.</p>
      )}
    </div>
  )
}

/** What their authors keep from the app is no message that it can see. */
const WithheldWords = ({ count: n, app }: { count: number; app: string }) =>
  n > 0 && (
    <span className="quiet">
      {counted(n, 'message is', 'messages are')} hidden from {app} by who wrote {n === 1 ? 'it' : 'them'}. It sees only
      that {n === 1 ? 'it is' : 'they are'} there.
    </span>
  )

const whoAndWhere = ({ person, conversationTitle }: Preview['first'][number], me: string): string => {
  if (person.id === me) return `You, in ${conversationTitle}`
  return person.name === conversationTitle ? person.name : `${person.name}, in ${conversationTitle}`
}

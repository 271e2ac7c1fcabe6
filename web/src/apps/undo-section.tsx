// What one app deleted or wrote for the person, as far as it can be undone: one by one, or in one go.
import { useState } from 'react'
import { Link } from 'react-router'
import { api, pages } from '../addresses.ts'
import { keys } from '../api/keys.ts'
import type { App, Undoable, UndoWhat } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'
import { Button } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Section } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { UndoManyDialog } from './undo-many-dialog.tsx'
import { UndoOneDialog } from './undo-one-dialog.tsx'
import { undoWords } from './undo-words.ts'

const shownAtOnce = 5

export const UndoSection = ({ app }: { app: App }) => (
  <Section
    id="undo"
    title={`Undo what ${app.name} did`}
    about="Get back what it deleted, or take back what it wrote for you. Friends see that you did."
  >
    <UndoList app={app} what="deleted" />
    <UndoList app={app} what="written" />
  </Section>
)

const UndoList = ({ app, what }: { app: App; what: UndoWhat }) => {
  const list = usePages<Undoable>(keys.undoable(app.id, what), (page) =>
    api.undoable(app.id, { what, limit: shownAtOnce, ...page })
  )
  const [one, setOne] = useState<Undoable>()
  const [many, setMany] = useState(false)
  const words = undoWords[what]
  if (list.error && !list.items) return <Failed error={list.error} retry={list.refetch} />
  if (!list.items) return null
  return (
    <div className="undo">
      <div className="undo-head">
        <h3>{words.heading(app.name)}</h3>
        {list.items.length > 1 && (
          <Button look="plain" small onClick={() => setMany(true)}>
            {words.many}
          </Button>
        )}
      </div>
      {list.items.length === 0 && <p className="quiet small">{words.none}</p>}
      <ul className="undo-items">
        {list.items.map((item) => (
          <li key={`${item.conversation.id} ${item.message}`} className="undo-item">
            <span>
              <span className="excerpt">{item.excerpt}</span>
              <span className="quiet small">
                <Link to={pages.conversation(item.conversation.id)}>{item.conversation.title}</Link>, {words.did}{' '}
                <Time at={item.at} as="ago" />
                {item.until && (
                  <>
                    ; until <Time at={item.until} as="date" />
                  </>
                )}
              </span>
            </span>
            <Button look="plain" small onClick={() => setOne(item)} aria-label={`${words.one}: ${item.excerpt}`}>
              {words.one}
            </Button>
          </li>
        ))}
      </ul>
      <MoreButton pages={list} />
      <UndoOneDialog app={app} item={one} close={() => setOne(undefined)} />
      {many && <UndoManyDialog app={app} what={what} close={() => setMany(false)} />}
    </div>
  )
}

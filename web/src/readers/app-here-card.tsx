// One app in a conversation: who let it in, what it may do there, and what it gets of what one wrote.
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import type { Reader } from '../api/shapes.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { Button } from '../ui/button.tsx'
import { Time } from '../ui/time.tsx'
import { AllowDialog } from './allow-dialog.tsx'
import { KeepDialog } from './keep-dialog.tsx'
import { MyGrantHere } from './my-grant-here.tsx'
import { type AppHere, getsOf, mayWords } from './reader-words.ts'

type Props = { here: AppHere; conversation: string; closed: boolean }

export const AppHereCard = ({ here, conversation, closed }: Props) => {
  const [asking, setAsking] = useState<'keep' | 'allow'>()
  const { app, readers } = here
  const { withheld, kept } = readers[0]
  const close = () => setAsking(undefined)
  const { gets, words } = getsOf(here, closed)
  const Icon = gets ? Eye : EyeOff
  return (
    <li className="panel readers-app" aria-label={app.name}>
      <div className="readers-head">
        <AppMark name={app.name} />
        <div className="row-words">
          <h2 className="readers-name">{app.name}</h2>
          <span className="quiet small">By {app.owner}</span>
        </div>
      </div>
      <p className="readers-purpose">
        <span className="quiet small">What {app.name} says it is for</span>
        <q>{app.purpose}</q>
      </p>
      {readers.map((reader) => (
        <Permission key={reader.grant} reader={reader} conversation={conversation} closed={closed} />
      ))}
      <div className={gets ? 'readers-mine readers-mine-open' : 'readers-mine'}>
        <p>
          <Icon size={18} aria-hidden />
          {words}
        </p>
        {!withheld && (
          <Button look="plain" small onClick={() => setAsking('keep')}>
            Hide my messages from {app.name}
          </Button>
        )}
        {withheld && (kept.here || kept.everywhere) && (
          <Button look="plain" small onClick={() => setAsking('allow')}>
            Let {app.name} read them again
          </Button>
        )}
        {withheld && !kept.here && !kept.everywhere && (
          <span className="quiet small">Because you hide them from all apps.</span>
        )}
      </div>
      {asking === 'keep' && <KeepDialog app={app} conversation={conversation} close={close} />}
      <AllowDialog open={asking === 'allow'} app={app} conversation={conversation} kept={kept} close={close} />
    </li>
  )
}

type PermissionProps = { reader: Reader; conversation: string; closed: boolean }

const Permission = ({ reader, conversation, closed }: PermissionProps) => {
  const me = useMe()
  const isMine = reader.by.id === me.id
  const may = mayWords(reader, isMine)
  return (
    <div className="readers-permission">
      <p>
        <strong>Connected by {isMine ? 'you' : reader.by.name}.</strong>{' '}
        {closed ? `Once the group is open again it c${may.slice(1)}` : may}
        {reader.paused && <span className="badge badge-quiet">Paused</span>}
      </p>
      <p className="quiet small readers-facts">
        <span>
          Since <Time at={reader.since} as="date" />
        </span>
        <span>
          {reader.until ? (
            <>
              Until <Time at={reader.until} as="date" />
            </>
          ) : (
            `Until ${isMine ? 'you revoke' : 'they revoke'} it`
          )}
        </span>
        {reader.actions.includes('read') && (
          <span>
            {reader.lastReadAt ? (
              <>
                Last read <Time at={reader.lastReadAt} as="ago" />
              </>
            ) : (
              'Has read nothing here yet'
            )}
          </span>
        )}
      </p>
      {isMine && <MyGrantHere reader={reader} conversation={conversation} />}
    </div>
  )
}

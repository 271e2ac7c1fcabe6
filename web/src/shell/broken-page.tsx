// What is shown when a page itself has a fault, or when there is no such page.
import { Compass, RotateCw } from 'lucide-react'
import { Link, useRouteError } from 'react-router'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/states.tsx'
import { usePageTitle } from './page-title.ts'

// What browsers throw when the code of a page does not come; each words it differently.
const didNotCome = (error: unknown): boolean => error instanceof TypeError && /module/i.test(error.message)

export const BrokenPage = () => {
  const isMissing = didNotCome(useRouteError())
  return (
    <main>
      <Empty
        wholePage
        icon={RotateCw}
        title={isMissing ? 'This page did not come' : 'This page has a fault'}
        action={<Button onClick={() => location.reload()}>Load it again</Button>}
      >
        {isMissing
          ? 'Check your connection. Nothing of yours is lost.'
          : 'Nothing of yours is lost. If it happens again, tell whoever runs this Parley.'}
      </Empty>
    </main>
  )
}

export const NoSuchPage = () => {
  usePageTitle('No such page')
  return (
    <Empty
      wholePage
      icon={Compass}
      title="There is no such page"
      action={
        <Link to="/" className={buttonClass()}>
          Go to your conversations
        </Link>
      }
    >
      The link may be wrong or out of date.
    </Empty>
  )
}

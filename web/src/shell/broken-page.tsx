// What is shown when a page itself has a fault, or when there is no such page.
import { Compass, RotateCw } from 'lucide-react'
import { Link } from 'react-router'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/states.tsx'
import { usePageTitle } from './page-title.ts'

export const BrokenPage = () => (
  <main>
    <Empty
      wholePage
      icon={RotateCw}
      title="This page has a fault"
      action={<Button onClick={() => location.reload()}>Load it again</Button>}
    >
      Nothing of yours is lost. If it happens again, tell whoever runs this Parley.
    </Empty>
  </main>
)

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

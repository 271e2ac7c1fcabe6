// Which of one's own apps reach this conversation, and what they did here.
import { ChevronRight } from 'lucide-react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { useGrants } from '../apps/use-grants.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { Failed, SkeletonRows } from '../ui/states.tsx'

export const AppsHere = ({ conversation }: { conversation: string }) => {
  const grants = useGrants()
  const here = grants.items?.filter(
    (grant) =>
      !grant.ended &&
      grant.answers.actions.length > 0 &&
      (grant.answers.where === 'all' || grant.answers.conversations.includes(conversation))
  )
  return (
    <Section
      id="apps-here"
      title="Your apps here"
      about="Apps that you connected and that may act in this conversation."
      action={
        <Link to={pages.activity({ conversation })} className={buttonClass('plain', true)}>
          Activity here
        </Link>
      }
    >
      {grants.isPending && <SkeletonRows rows={1} round={false} />}
      {grants.error && !grants.items && <Failed error={grants.error} retry={grants.refetch} />}
      {here?.length === 0 && <p className="quiet">None of your apps can see or write anything here.</p>}
      {here && here.length > 0 && (
        <ul className="panel">
          {here.map((grant) => (
            <li key={grant.id}>
              <Link to={pages.app(grant.id)} className="row">
                <AppMark name={grant.app.name} />
                <span className="row-words">
                  <span className="row-name">{grant.app.name}</span>
                  <span className="quiet small">{grant.sentence}</span>
                </span>
                <ChevronRight size={20} aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

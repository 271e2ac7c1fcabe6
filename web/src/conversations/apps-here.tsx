// In the details of a conversation: the way to the apps that reach it, and to what they did.
import { ChevronRight, Eye, EyeOff } from 'lucide-react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { appsOf, readingCount, readingWords } from '../readers/reader-words.ts'
import { useReaders } from '../readers/use-readers.ts'
import { buttonClass } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { Failed, SkeletonRows } from '../ui/states.tsx'

const names = new Intl.ListFormat('en', { type: 'conjunction' })

export const AppsHere = ({ conversation }: { conversation: string }) => {
  const { data: readers, error, isPending, refetch } = useReaders(conversation)
  const apps = readers ? appsOf(readers) : []
  const Icon = readers && readingCount(readers) > 0 ? Eye : EyeOff
  return (
    <Section
      id="apps-here"
      title="Apps here"
      about="Apps that you or others connected to this conversation."
      action={
        <Link to={pages.activity({ conversation })} className={buttonClass('plain', true)}>
          Activity here
        </Link>
      }
    >
      {isPending && <SkeletonRows rows={1} round={false} />}
      {error && !readers && <Failed error={error} retry={refetch} />}
      {readers && (
        <div className="panel">
          <Link to={pages.readers(conversation)} className="row">
            <Icon size={20} aria-hidden />
            <span className="row-words">
              <span className="row-name">{readingWords(readers)}</span>
              <span className="quiet small">
                {apps.length > 0
                  ? `${names.format(apps.map(({ app }) => app.name))}: who connected them, and what they get of your messages`
                  : 'What you can hide from apps'}
              </span>
            </span>
            <ChevronRight size={20} aria-hidden />
          </Link>
        </div>
      )}
    </Section>
  )
}

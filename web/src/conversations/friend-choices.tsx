// Friends to tick, for a group.
import type { Friend } from '../api/shapes.ts'
import { ChooseAny } from '../ui/choice-list.tsx'
import { PersonMark } from '../ui/person-mark.tsx'

type Props = {
  label: string
  friends: Friend[]
  chosen: string[]
  onChange: (people: string[]) => void
  error?: string | undefined
}

export const FriendChoices = ({ label, friends, chosen, onChange, error }: Props) => (
  <div className="panel panel-pad">
    <ChooseAny
      label={label}
      error={error}
      values={chosen}
      onChange={onChange}
      options={friends.map(({ person }) => ({
        value: person.id,
        label: (
          <span className="choice-person">
            <PersonMark id={person.id} name={person.name} size="small" />
            <span>
              {person.name} <span className="quiet small">@{person.handle}</span>
            </span>
          </span>
        )
      }))}
    />
  </div>
)

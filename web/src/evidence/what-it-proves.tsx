// What the log can prove and what it cannot, in short.
import { Section } from '../ui/page.tsx'

const proves = [
  'Which app read, wrote or deleted how much, when, and under which permission.',
  'That nothing was changed or taken out afterwards: every entry is sealed into the root, and witnesses remember it.',
  'That the app itself asked: it signs its requests, so neither it nor Parley can invent or deny one.',
  'That your own history is whole, to you alone: outsiders see neither who you are nor what was done.'
]
const cannot = [
  'What an app does with messages after it has read them, and whether the purpose it names is true.',
  'Reads past the door for apps: somebody at Parley with access to its disks or its memory.',
  'Which human being pressed “Allow”, unless a passkey signed the permission.',
  'What happened before this log had witnesses, if Parley showed different logs to different people.'
]

export const WhatItProves = () => (
  <div className="proves">
    <Section id="proves" title="What it proves">
      <ul className="plain-list">
        {proves.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Section>
    <Section id="cannot" title="What no log can prove">
      <ul className="plain-list">
        {cannot.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Section>
  </div>
)

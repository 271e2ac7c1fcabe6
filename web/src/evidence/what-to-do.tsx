// What somebody does whose check found a problem.
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { SaveFile } from './save-file.tsx'
import { api } from '../addresses.ts'

export const WhatToDo = () => (
  <div className="what-to-do">
    <p>
      <strong>Something here is not as it was logged.</strong> It can be a mistake or a manipulation. Either way it can
      be proven, as long as you keep what you have now:
    </p>
    <ol>
      <li>
        Download your evidence, and keep the file. <SaveFile address={api.evidence({})} label="Download evidence" />
      </li>
      <li>
        Check the file with <code>parley-verify</code>. It names what is wrong, and needs nothing from Parley. The
        command is on the page <Link to={pages.transparency()}>Transparency</Link>.
      </li>
      <li>
        Show the file and its result to those who run Parley, and to somebody outside: a witness named there, or your
        data protection authority.
      </li>
    </ol>
  </div>
)

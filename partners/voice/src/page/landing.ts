// What people see who have not logged in.
import { type Html, html, type Site } from '@parley/site'

export const landing = (site: Pick<Site, 'loginForm'>): Html =>
  html` <h1>Your messages, read aloud</h1>
    <p>Voice reads what your friends write to you in Parley, and takes down your replies.</p>
    <ul class="points">
      <li>It reads only in the conversations you choose, and only what comes from now on.</li>
      <li>It asks before it reads a group aloud.</li>
      <li>What a friend hides from apps stays hidden. Voice says how many messages that are, and no more.</li>
      <li>It keeps no message. The sound is made on this machine.</li>
    </ul>
    <p>
      Parley asks you what Voice may do. Tick your conversations and what it may do, and choose
      <strong>any message, also what my friends write to me</strong>.
    </p>
    ${site.loginForm()}`

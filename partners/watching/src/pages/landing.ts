// What people see who are not logged in.
import { hero, type Html, html, type Site } from '@parley/site'
import { demoSessions } from '../client/demo-sessions.ts'
import { poster } from './title-view.ts'

export const landing = (site: Site): Html =>
  hero(site, {
    title: html`Seen it?<br />Say so.`,
    text: 'Watching keeps a shelf of the films and series that you saw, and sends one to a friend in the middle of your conversation on Parley. What your friend answers stands beside the film.',
    small: html`You choose the conversations on Parley’s own page. Nothing is ticked there: to share a title, allow
      Watching to write messages and to see the names of the people you choose, and tick the kinds texts, films and
      episodes. It sees only what it sends for you and the replies to it, and you can end that at any time. On a
      television, open <a href="/tv">the page for televisions</a>.`,
    art: html`${demoSessions.map(({ item }) => poster(item.Name))}`
  })

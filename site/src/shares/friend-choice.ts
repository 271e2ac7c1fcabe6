// One friend to choose in a form, as `conversation`; readFriend reads it.
import { type Html, html, type Value } from '../html.ts'

/** words: what stands beside it. The name goes along, so that Parley is asked for names once only. */
export const friendChoice = (
  { conversation, friend }: { conversation: string; friend: string },
  { words = friend, checked = false }: { words?: Value; checked?: boolean } = {}
): Html =>
  html`<label class="choice"
      ><input type="radio" name="conversation" value="${conversation}" required${checked && html` checked`} />
      <span>${words}</span></label
    ><input type="hidden" name="friend-${conversation}" value="${friend}" />`

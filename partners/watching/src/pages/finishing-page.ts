// The page where the person chooses what goes out by itself.
import { allFriends, type Browser, type Html, html, Refused, type Site } from '@parley/site'
import { keepWishes, type Wishes, wishesOf } from '../wishes.ts'

type To = NonNullable<Wishes['sendTo']>

const librariesMax = 50
const askMe: To = { conversation: '', friend: '' }

const form = (site: Site, browser: Browser, { sendTo, hiddenLibraries }: Wishes, friends: readonly To[]): Html => {
  const choice = (words: string, { conversation, friend }: To = askMe): Html =>
    html`<label class="choice"
        ><input
          type="radio"
          name="send_to"
          value="${conversation}"
          ${conversation === (sendTo ?? askMe).conversation && html` checked`}
        />
        <span>${words}</span></label
      ><input type="hidden" name="friend-${conversation}" value="${friend}" />`
  // A friend whom the permission no longer names stays to be seen, so that the choice is never a hidden one.
  const isNamed = friends.some(({ conversation }) => conversation === sendTo?.conversation)
  const choices = sendTo && !isNamed ? [sendTo, ...friends] : friends
  return html`<h1>What goes out by itself</h1>
    <form method="post" action="/finishing" class="share-form">
      ${site.formKey(browser)}
      <fieldset>
        <legend>When I finish something</legend>
        <div class="choices">${choice('ask me')}${choices.map((to) => choice(`send to ${to.friend}`, to))}</div>
      </fieldset>
      <p class="small">
        “Ask me” sends nothing by itself. Each title goes to a friend once, from your own accounts only; trailers, music
        and hidden libraries never do.
      </p>
      <label class="field"
        ><span
          >Hidden libraries
          <span class="small">(one name in a line; what is rated for adults is hidden already)</span></span
        ><textarea name="hidden" rows="2" maxlength="2000">${hiddenLibraries.join('\n')}</textarea>
      </label>
      <div class="actions"><button class="primary">Save</button><a class="button quiet" href="/settings">Back</a></div>
    </form>`
}

export const finishingPage = (site: Site): void => {
  const { db } = site

  site.show('/finishing', async ({ browser, person, connection, notices }) => {
    const now = await connection()
    const lack = (['write', 'friends'] as const)
      .map((right) => site.missingNotice(browser, now, right, '/finishing'))
      .find(Boolean)
    const friends = lack || now.state !== 'live' ? [] : await allFriends(now)
    const named = friends.map(({ conversation, person: friend }) => ({ conversation, friend: friend.name }))
    return {
      title: 'When I finish something',
      here: '/settings',
      notice: await notices(lack),
      body: form(site, browser, wishesOf(db, person.id), named)
    }
  })

  site.act('/finishing', ({ person, field }) => {
    const conversation = field('send_to')
    // The name goes along in the form; whether the permission names the friend is Parley's to say.
    const friend = field(`friend-${conversation}`)
    if (conversation && !friend) throw new Refused(400, 'Choose a friend', 'Go back and choose again.')
    // What waits was wished for before.
    if (conversation !== wishesOf(db, person.id).sendTo?.conversation) site.shares.dropWaiting(person.id)
    const hidden = field('hidden')
      .split('\n')
      .map((name) => name.trim())
      .filter(Boolean)
    const sendTo = friend ? { conversation, friend } : undefined
    keepWishes(db, person.id, { sendTo, hiddenLibraries: hidden.slice(0, librariesMax) })
    return '/settings?said=saved'
  })
}

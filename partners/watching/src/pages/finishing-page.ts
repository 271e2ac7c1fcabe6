// The page where the person chooses what goes out by itself.
import { allFriends, friendChoice, type Html, html, readFriend, type Site } from '@parley/site'
import { keepWishes, type Wishes, wishesOf } from '../wishes.ts'

type To = NonNullable<Wishes['sendTo']>

const askMe: To = { conversation: '', friend: '' }
const librariesMax = 50

const form = (key: Html, { sendTo = askMe, hiddenLibraries }: Wishes, friends: readonly To[]): Html => {
  // A friend whom the permission no longer names stays to be seen, so that the choice is never a hidden one.
  const others = friends.filter(({ conversation }) => conversation !== sendTo.conversation)
  const choices = sendTo === askMe ? [askMe, ...friends] : [askMe, sendTo, ...others]
  return html`<h1>What goes out by itself</h1>
    <form method="post" action="/finishing" class="share-form">
      ${key}
      <fieldset>
        <legend>When I finish something</legend>
        <div class="choices">
          ${choices.map((to) => friendChoice(to, { words: to === askMe ? 'ask me' : `send to ${to.friend}`, checked: to === sendTo }))}
        </div>
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
  site.show('/finishing', async ({ browser, person, connection, notices }) => {
    const now = await connection()
    const lacks = (['write', 'friends'] as const).map((right) => site.missingNotice(browser, now, right, '/finishing'))
    const friends = now.state === 'live' && site.may(now, 'friends') ? await allFriends(now) : []
    const named = friends.map(({ conversation, person: { name: friend } }) => ({ conversation, friend }))
    return {
      title: 'When I finish something',
      here: '/settings',
      notice: await notices(lacks.find(Boolean)),
      body: form(site.formKey(browser), wishesOf(site.db, person.id), named)
    }
  })

  site.act('/finishing', ({ person, field }) => {
    const sendTo = field('conversation') ? readFriend(field) : undefined
    // What waits was wished for before.
    if (sendTo?.conversation !== wishesOf(site.db, person.id).sendTo?.conversation) site.shares.dropWaiting(person.id)
    const hidden = field('hidden')
      .split('\n')
      .map((name) => name.trim())
    keepWishes(site.db, person.id, { sendTo, hiddenLibraries: hidden.filter(Boolean).slice(0, librariesMax) })
    return '/settings?said=saved'
  })
}

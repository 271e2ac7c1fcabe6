// What an app still gets of what somebody keeps from it, said the same way wherever one decides it.
export const WhatKeepingMeans = ({ app }: { app?: string }) => (
  <>
    <p>
      {app ?? 'Each app'} then gets a placeholder in place of each message you wrote: no text, no picture, no time and
      no length. That goes for earlier messages too, from this moment, whoever connected {app ? 'it' : 'the app'}.
    </p>
    <p>It cannot take back what {app ?? 'an app'} has already read. People still see your messages as before.</p>
  </>
)

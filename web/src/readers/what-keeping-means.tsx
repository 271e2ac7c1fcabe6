// What an app still gets of messages that are hidden from it, said the same way wherever somebody decides it.
export const WhatKeepingMeans = ({ app = 'an app' }: { app?: string }) => (
  <>
    <p>
      In place of each message {app} then gets a placeholder. It learns that a message is there and nothing else: not
      its text, card, time or length.
    </p>
    <p>Your earlier messages are hidden too, at once, whoever connected the app. People see them as before.</p>
    <p>What {app} has already read cannot be taken back.</p>
  </>
)

// Sends listens the way every scrobbler does: by ListenBrainz's protocol, with the person's token.
import type { Tune } from './songs.ts'

/** Reports what plays now, or a listen that is over (listenedAt: when it began, in seconds since 1970). */
export const scrobble = async (token: string, tune: Tune, listenedAt?: number): Promise<boolean> => {
  const track_metadata = {
    artist_name: tune.artist,
    track_name: tune.name,
    release_name: tune.album,
    additional_info: { duration_ms: tune.seconds * 1000, media_player: 'Music', submission_client: 'Music player' }
  }
  try {
    const response = await fetch('/1/submit-listens', {
      method: 'POST',
      headers: { authorization: `Token ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        listen_type: listenedAt === undefined ? 'playing_now' : 'single',
        payload: [{ ...(listenedAt !== undefined && { listened_at: listenedAt }), track_metadata }]
      })
    })
    return response.ok
  } catch {
    return false
  }
}

/** Notice at work in the server: webhooks and mails are sent, digests written. */
import type { NoticeKind } from '#kernel/notice.ts'
import { systemClock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import type { Database } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import type { Signer } from '#platform/signer.ts'
import { queueDigests, type DigestHead } from '#notice/digests.ts'
import { startSender } from '#notice/sender.ts'

const DIGESTS_MS = 300_000

interface Running {
  readonly config: Pick<Config, 'mail' | 'publicUrl' | 'webhookPrivate'>
  readonly database: Database
  readonly signer: Signer
  readonly kinds: ReadonlyMap<string, NoticeKind>
  readonly heads: readonly DigestHead[]
}

export async function startNotices(
  { config, database, signer, kinds, heads }: Running,
  complain: (error: unknown, who: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const clock = systemClock
  const ids = randomIds(clock)
  // Loaded where mail is set up.
  const mailer =
    config.mail &&
    (await import('#platform/mail.ts')).openMailer(config.mail.smtpUrl, config.mail.from)
  const sender = await startSender(
    {
      database,
      clock,
      ids,
      signer,
      publicUrl: config.publicUrl,
      allowPrivate: config.webhookPrivate,
      mailer,
      chance: Math.random,
    },
    (error) => complain(error, 'notices'),
  )
  const digest = () =>
    database
      .transact((tx) => queueDigests(tx, { ids, now: clock(), kinds, heads }))
      .catch((error: unknown) => complain(error, 'digests'))
  const timer = mailer && setInterval(() => void digest(), DIGESTS_MS)
  return {
    async stop() {
      clearInterval(timer)
      await sender.stop()
      mailer?.close()
    },
  }
}

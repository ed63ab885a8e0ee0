/** Changes the envelope key: everything that is sealed, in whichever slice, is sealed anew under another. */
import type { Config } from '#platform/config.ts'
import { ConfigError } from '#platform/config.ts'
import type { Database } from '#platform/database.ts'
import { beginResealing } from '#platform/signer.ts'
import { resealKeys } from '#identity'
import { resealWebhooks, SECRET_PURPOSE } from '#notice'
import { resealAnchorAccount } from '#passport/anchoring/anchor-key.ts'
import { resealLogKey } from '#passport/log-key.ts'
import { anchorKeyFile } from '#platform/config.ts'

export interface Resealed {
  readonly keys: number
  readonly webhooks: number
  /** Where the former envelope key is kept: older backups open with it alone. */
  readonly formerKey: string
}

/**
 * May be stopped at any moment: until the very end the former key is the key and the next one lies beside it, both open, and whoever
 * begins again goes on with the same next one.
 */
export async function resealEverything(
  database: Database,
  config: Config,
  now: Date,
): Promise<Resealed> {
  await requireAlone(database)
  const resealing = beginResealing(config.dataDir)
  const { from, to } = resealing
  const counts = await database.transact(async (tx) => ({
    keys: await resealKeys(tx, resealing),
    webhooks: await resealWebhooks(tx, (sealed) =>
      to.seal(from.open(sealed, SECRET_PURPOSE), SECRET_PURPOSE),
    ),
  }))
  resealLogKey(config.dataDir, resealing)
  resealAnchorAccount(anchorKeyFile(process.env, config.dataDir), resealing)
  return { ...counts, formerKey: resealing.finish(now) }
}

/** A server that runs has the former key in memory, and would seal with it. */
async function requireAlone({ pool }: Database): Promise<void> {
  const { rows } = await pool.query<{ others: number }>(
    `select count(*)::integer as others from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  )
  if (rows[0]!.others > 0)
    throw new ConfigError('The server still runs on this database: stop it first, then reseal')
}

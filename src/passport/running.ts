/** The passport slice at work: the ledger with its key and sequencer, and the follower that feeds it. */
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database.ts'
import type { Follower } from '#platform/outbox.ts'
import type { Signer } from '#platform/signer.ts'
import { statementFollower } from '#passport/followers.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { headFilePath, openLogKey } from '#passport/log-key.ts'
import { startSequencer, type SequencerLoop } from '#passport/sequencer-loop.ts'
import type { Ledger } from '#passport/sequencer.ts'

export interface Passport {
  readonly ledger: Ledger
  readonly loop: SequencerLoop
  /** For `startFollowers`. */
  readonly followers: readonly Follower[]
  /** What the codes on labels lead to. */
  readonly publicUrl: string
  close(): Promise<void>
}

export async function openPassport(options: {
  readonly database: Database
  readonly signer: Signer
  readonly clock: Clock
  readonly dataDir: string
  readonly publicUrl: string
  /** Hears why nothing is signed; by default it goes to standard error. */
  readonly onError?: (error: unknown) => void
}): Promise<Passport> {
  const { database, signer, clock, dataDir, publicUrl } = options
  const logKey = openLogKey(dataDir, signer, publicUrl)
  const headFile = openHeadFile(headFilePath(dataDir))
  const ledger: Ledger = { database, clock, key: logKey, headFile }
  const complain = (error: unknown) => void process.stderr.write(`ledger: ${String(error)}\n`)
  const loop = await startSequencer(ledger, options.onError ?? complain)
  return {
    ledger,
    loop,
    followers: [statementFollower({ signer, logKey })],
    publicUrl,
    close: () => loop.stop(),
  }
}

/** The passport slice at work: the ledger with its key and sequencer, and the follower that feeds it. */
import type { Clock } from '#platform/clock.ts'
import type { AnchoringConfig } from '#platform/config.ts'
import type { Database } from '#platform/database.ts'
import type { Follower } from '#platform/outbox.ts'
import type { Signer } from '#platform/signer.ts'
import type { AnchorLoop, openAnchoring } from '#passport/anchoring/anchor-loop.ts'
import type { Signing } from '#passport/attesting.ts'
import { startSelfAudit, type SelfAudit } from '#passport/auditing/self-audit.ts'
import { statementFollower } from '#passport/followers.ts'
import { waitingFollower } from '#passport/queueing/turns.ts'
import { hourFollower } from '#passport/positions/hour-follower.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { headFilePath, openLogKey, selfAuditPath } from '#passport/log-key.ts'
import { startSequencer, type SequencerLoop } from '#passport/sequencer-loop.ts'
import type { Ledger } from '#passport/sequencer.ts'
import { startWitnessing, type WitnessLoop } from '#passport/witnessing/witness-loop.ts'
import { readWitnessPolicy } from '#passport/witnessing/witness-policy.ts'

export interface Passport {
  readonly ledger: Ledger
  readonly loop: SequencerLoop
  readonly signing: Signing
  /** For `startFollowers`. */
  readonly followers: readonly Follower[]
  /** Undefined where checkpoints are not anchored on a chain. */
  readonly anchoring: AnchorLoop | undefined
  readonly selfAudit: SelfAudit
  /** Undefined where no witness is asked. */
  readonly witnessing: WitnessLoop | undefined
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
  /** Where checkpoints are anchored; nowhere without it. */
  readonly anchoring?: AnchoringConfig | undefined
  /** The file of whom is asked for cosignatures; nobody without it. */
  readonly witnessPolicy?: string | undefined
  /** Hears why nothing is signed; by default it goes to standard error. */
  readonly onError?: (error: unknown) => void
}): Promise<Passport> {
  const { database, signer, clock, dataDir, publicUrl } = options
  const logKey = openLogKey(dataDir, signer, publicUrl)
  const headFile = openHeadFile(headFilePath(dataDir))
  const alone: Ledger = { database, clock, key: logKey, headFile }
  const complain = (error: unknown) => void process.stderr.write(`ledger: ${String(error)}\n`)
  const onError = options.onError ?? complain
  const notice = (line: string) => void process.stderr.write(`anchoring: ${line}\n`)
  // Opened before anything runs: settings that cannot be used end the start.
  const opened =
    options.anchoring &&
    (await openedAnchoring(options.anchoring, { ledger: alone, signer, clock }, notice))
  const policy = options.witnessPolicy && readWitnessPolicy(options.witnessPolicy, logKey.vkey)
  const witnessing = policy && (await startWitnessing(alone, policy, onError))
  const selfAudit = startSelfAudit({ ledger: alone, file: selfAuditPath(dataDir), onError })
  const seen = witnessing ? withWitnesses(alone, witnessing) : alone
  const ledger: Ledger = {
    ...seen,
    async admit() {
      await selfAudit.admit()
      await seen.admit?.()
    },
  }
  const loop = await startSequencer(ledger, onError)
  const anchoring = opened?.start(onError)
  const signing: Signing = { signer, logKey }
  return {
    ledger,
    loop,
    signing,
    anchoring,
    selfAudit,
    witnessing: witnessing || undefined,
    followers: [statementFollower(signing), waitingFollower(signing), hourFollower(logKey)],
    publicUrl,
    async close() {
      await selfAudit.stop()
      await anchoring?.stop()
      if (witnessing) await witnessing.stop()
      await loop.stop()
    },
  }
}

/** What speaks to a chain weighs 10 MB: it is loaded where one is asked for. */
async function openedAnchoring(...asked: Parameters<typeof openAnchoring>) {
  const { openAnchoring, startAnchoring } = await import('#passport/anchoring/anchor-loop.ts')
  const opened = openAnchoring(...asked)
  return { start: (onError: (error: unknown) => void) => startAnchoring(opened, onError) }
}

/** Nothing is signed against a witness, and each head that is published is shown to them. */
function withWitnesses(alone: Ledger, witnessing: WitnessLoop): Ledger {
  const { headFile } = alone
  const write = async (checkpoint: string) => {
    await headFile.write(checkpoint)
    witnessing.wake()
  }
  const { admit, cosigned } = witnessing
  return { ...alone, headFile: { ...headFile, write }, admit, cosigned }
}

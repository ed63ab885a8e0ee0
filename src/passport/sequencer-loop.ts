/** Keeps the sequencer going: woken by the database when an entry arrives, patient after a failure, quiet otherwise. */
import { Problem } from '#kernel/problem.ts'
import { WAITING_CHANNEL } from '#passport/ledger-store.ts'
import { sequence, type Ledger } from '#passport/sequencer.ts'

const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 30_000

export interface SequencerLoop {
  /** Why nothing is signed at present; undefined while all is well. */
  refusal(): Problem | undefined
  /** Resolves when everything queued before the call is in the ledger, or throws why it is not. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export async function startSequencer(
  ledger: Ledger,
  onError: (error: unknown) => void,
): Promise<SequencerLoop> {
  let stopped = false
  let refusal: Problem | undefined
  let retryMs = RETRY_MS_MIN
  let retry: NodeJS.Timeout | undefined
  let turn: Promise<void> = Promise.resolve()
  let isQueued = false

  /** One turn runs, at most one more waits: a thousand notifications are a single wake. */
  const settle = (): Promise<void> => {
    const next = turn.then(() => {
      isQueued = false
      return sequence(ledger)
    })
    turn = next.catch(() => undefined)
    return next
  }
  const wake = (): void => {
    if (stopped || isQueued) return
    isQueued = true
    clearTimeout(retry)
    settle().then(
      () => {
        refusal = undefined
        retryMs = RETRY_MS_MIN
      },
      (error: unknown) => {
        if (stopped) return
        const known = error instanceof Problem ? error : undefined
        // A refusal stands until somebody acts: it is said once, though tried again in case somebody did.
        if (known === undefined || known.code !== refusal?.code) onError(error)
        refusal = known
        retryMs = Math.min(retryMs * 2, RETRY_MS_MAX)
        retry = setTimeout(wake, retryMs)
      },
    )
  }
  const unlisten = await ledger.database.listen(WAITING_CHANNEL, wake)
  return {
    refusal: () => refusal,
    settle,
    async stop() {
      stopped = true
      clearTimeout(retry)
      await unlisten()
      await turn
    },
  }
}

/** Keeps anchoring going: looks every few seconds whether there is something to do, is patient with an absent chain, never ends a server. */
import { Problem } from '#kernel/problem.ts'
import type { Clock } from '#platform/clock.ts'
import { openChain } from '#platform/chain.ts'
import { ConfigError, type AnchoringConfig } from '#platform/config.ts'
import type { Signer } from '#platform/signer.ts'
import { openAnchorAccount } from '#passport/anchoring/anchor-key.ts'
import { anchorRound, type Anchoring } from '#passport/anchoring/anchor-round.ts'
import type { Ledger } from '#passport/sequencer.ts'

const LOOK_EVERY_MS = 15_000
const RETRY_MS_MAX = 300_000

export interface AnchorLoop {
  readonly anchoring: Anchoring
  /** Why nothing is anchored at present; undefined while all is well. */
  refusal(): Problem | undefined
  /** The chain's height when it was last asked. */
  head(): number | undefined
  /** One round now, after the one that may be running. Throws why it could not be. */
  settle(): Promise<void>
  stop(): Promise<void>
}

/** Opens what the settings name. Throws a ConfigError when they cannot be used. */
export function openAnchoring(
  config: AnchoringConfig,
  parts: { readonly ledger: Ledger; readonly signer: Signer; readonly clock: Clock },
  onNotice: (line: string) => void,
): Anchoring {
  const { rpcUrl, contract, keyFile, everyMinutes, confirmations } = config
  if (contract === undefined)
    throw new ConfigError(
      'ANCHOR_RPC_URL is set and ANCHOR_CONTRACT is not: landbridge anchor deploy makes the contract and prints its address',
    )
  const { ledger, signer, clock } = parts
  const account = openAnchorAccount(keyFile, signer)
  const chain = openChain(rpcUrl)
  return { ledger, chain, account, contract, clock, everyMinutes, confirmations, onNotice }
}

export function startAnchoring(
  anchoring: Anchoring,
  onError: (error: unknown) => void,
  lookEveryMs = LOOK_EVERY_MS,
): AnchorLoop {
  let stopped = false
  let refusal: Problem | undefined
  let head: number | undefined
  let asked = false
  let waitMs = lookEveryMs
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<void> = Promise.resolve()

  const settle = (): Promise<void> => {
    const next = turn.then(async () => {
      // The first round asks the node even with nothing to send, so that a wrong setting is seen at once.
      const height = await anchorRound(anchoring, { asksAnyway: !asked })
      asked = true
      head = height ?? head
    })
    turn = next.catch(() => undefined)
    return next
  }
  const look = async (): Promise<void> => {
    try {
      await settle()
      refusal = undefined
      waitMs = lookEveryMs
    } catch (error) {
      const known = error instanceof Problem ? error : undefined
      // A refusal stands until somebody acts: it is said once.
      if (known === undefined || known.code !== refusal?.code) onError(error)
      refusal = known
      waitMs = Math.min(waitMs * 2, RETRY_MS_MAX)
    }
    if (!stopped) timer = setTimeout(() => void look(), waitMs)
  }
  const first = look()
  return {
    anchoring,
    refusal: () => refusal,
    head: () => head,
    settle,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await first
      await turn
    },
  }
}

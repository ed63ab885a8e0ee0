/** What happens on waiting lists is entered into the ledger, in its order, each list chained entry by entry. */
import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { Tx } from '#platform/database.ts'
import type { Follower } from '#platform/outbox.ts'
import type { Load } from '#booking/load-contract.ts'
import { lclWaitingHappened } from '#booking/lcl-waiting-contract.ts'
import { waitingHappened } from '#booking/slot-contract.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import { canonicalJson, type JsonObject } from '#passport/canonical-json.ts'
import { kidOf, sealEntry } from '#passport/entry.ts'
import { holdNextPlace, queueEntry } from '#passport/ledger-store.ts'
import { waitingInput } from '#passport/queueing/turn-entry.ts'
import {
  findLastTurn,
  insertTurn,
  type ListOf,
  type TurnRow,
} from '#passport/queueing/turn-store.ts'
import { digestPart, SALT_BYTES } from '#passport/statement.ts'
import type { Signing } from '#passport/attesting.ts'

/** Whose booking it is stays out of the ledger. */
const PublicTurn = waitingHappened.payload.omit({ bookingId: true })
const PublicLclTurn = lclWaitingHappened.payload.omit({ bookingId: true })

export function waitingFollower(signing: Signing): Follower {
  return {
    name: 'passport.waiting',
    follows: [waitingHappened, lclWaitingHappened],
    handle: (tx, { kind, payload }) =>
      kind === waitingHappened.kind
        ? enterTurn(tx, signing, 'FCL', PublicTurn.parse(payload))
        : enterTurn(tx, signing, 'LCL', PublicLclTurn.parse(payload)),
  }
}

async function enterTurn(
  tx: Tx,
  signing: Signing,
  load: Load,
  turn: z.infer<typeof PublicTurn> | z.infer<typeof PublicLclTurn>,
): Promise<void> {
  await holdNextPlace(tx)
  await enter(tx, signing, { departureId: turn.departureId, load }, { ...turn, previous: null })
}

/** The same events anew, behind what was published meanwhile. */
export async function enterTurnsAgain(
  tx: Tx,
  signing: Signing,
  turns: readonly TurnRow[],
): Promise<void> {
  for (const { departureId, load, content } of turns)
    await enter(tx, signing, { departureId, load }, JSON.parse(content) as JsonObject)
}

async function enter(tx: Tx, { logKey }: Signing, list: ListOf, said: JsonObject): Promise<void> {
  const last = await findLastTurn(tx, list)
  const content: JsonObject = { ...said, previous: last && base64urlEncode(last) }
  const salt = Uint8Array.from(randomBytes(SALT_BYTES))
  const input = waitingInput(kidOf(logKey.publicKey), digestPart({ content, salt }))
  const index = await queueEntry(tx, sealEntry(input, logKey.sign(input)))
  const { sequence } = said as { readonly sequence: number }
  await insertTurn(tx, { ...list, sequence, content: canonicalJson(content), salt }, index)
}

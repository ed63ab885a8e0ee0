/** The proof of a waiting list over HTTP: places, not names; for those who book and the operator. */
import { utf8Decode } from 'tlog'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { getDeparture } from '#train'
import { base64urlEncode } from '#passport/base64url.ts'
import { listTurns, type ListOf } from '#passport/queueing/turn-store.ts'
import { waitingProofApi, type ProvenTurn } from '#passport/queueing/waiting-contract.ts'

export function waitingRoutes(http: Http): void {
  serve(http, waitingProofApi.waitingProof, ({ tx, params: { departureId }, now }) =>
    proofOf(tx, { departureId, load: 'FCL' }, now),
  )
  serve(http, waitingProofApi.lclWaitingProof, ({ tx, params: { departureId }, now }) =>
    proofOf(tx, { departureId, load: 'LCL' }, now),
  )
}

async function proofOf(tx: Tx, list: ListOf, now: Date): Promise<{ items: ProvenTurn[] }> {
  await getDeparture(tx, list.departureId, now)
  const turns = await listTurns(tx, list)
  return {
    items: turns.map(({ content, salt, entry, index }) => ({
      content,
      salt: base64urlEncode(salt),
      entry: entry && utf8Decode(entry),
      index,
    })),
  }
}

/** The proof of a waiting list over HTTP: places, not names; for those who book and the operator. */
import { utf8Decode } from 'tlog'
import { serve, type Http } from '#platform/http.ts'
import { getDeparture } from '#train'
import { base64urlEncode } from '#passport/base64url.ts'
import { listTurns } from '#passport/queueing/turn-store.ts'
import { waitingProofApi } from '#passport/queueing/waiting-contract.ts'

export function waitingRoutes(http: Http): void {
  serve(http, waitingProofApi.waitingProof, async ({ tx, params, now }) => {
    await getDeparture(tx, params.departureId, now)
    const turns = await listTurns(tx, params.departureId)
    return {
      items: turns.map(({ content, salt, entry, index }) => ({
        content,
        salt: base64urlEncode(salt),
        entry: entry && utf8Decode(entry),
        index,
      })),
    }
  })
}

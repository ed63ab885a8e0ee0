/** The proof of a container's route over HTTP, for its parties. */
import { serveRaw, type Http } from '#platform/http.ts'
import { getContainerFor } from '#booking'
import { ContainerId } from '#booking/contract.ts'
import { passportProblem } from '#passport/contract.ts'
import { writeTrackFile } from '#passport/positions/track-file.ts'
import { makeTrackProof } from '#passport/positions/track-proof.ts'
import type { Passport } from '#passport/running.ts'
import { findPassport } from '#passport/store.ts'

export function trackProofRoutes(http: Http, { ledger }: Passport): void {
  serveRaw(
    http,
    {
      method: 'GET',
      path: '/api/containers/:containerId/track/proof',
      summary:
        'Every recorded fix of a container’s route, by the hour, with proofs that the ledger holds their digests; ?from= and ?to= (RFC 3339) narrow it. Checked offline by `landbridge ledger verify`',
      access: 'member',
      produces: 'application/json',
    },
    async ({ params, query, actor, database }) =>
      database.transact(async (tx) => {
        const containerId = ContainerId.safeParse(params['containerId'])
        if (!containerId.success) throw passportProblem('passport.route_not_recorded_yet')
        const container = await getContainerFor(tx, actor!, containerId.data)
        const passport = await findPassport(tx, { containerId: container.id })
        if (passport === undefined) throw passportProblem('passport.not_made_yet')
        const { from, to } = query
        for (const time of [from, to])
          if (time !== undefined && Number.isNaN(Date.parse(time)))
            throw passportProblem('passport.period_unreadable', { time: time.slice(0, 40) })
        const file = await makeTrackProof(tx, ledger, passport, { from, to })
        return {
          type: 'application/json; charset=utf-8',
          headers: {
            'content-disposition': `attachment; filename="${passport.code}.landbridge-track.json"`,
          },
          body: writeTrackFile(file),
        }
      }),
  )
}

/** The railway's steps, for one container or a whole train in one command: all of them are taken, or none. */
import { takeSteps } from '#booking'
import { serve, type Http } from '#platform/http.ts'
import { railApi, trackingProblem } from '#tracking/contract.ts'
import { findRepeated, type Refusal } from '#tracking/tracking.ts'

export function railRoutes(http: Http): void {
  serve(http, railApi.borderArrive, async ({ tx, body, actor, now }) => {
    const { containerIds, ...moment } = body
    refuse(findRepeated(containerIds))
    const asked = { actor, now, ...moment, step: 'border_arrive' } as const
    return { items: await takeSteps(tx, asked, containerIds.map(toAsked)) }
  })

  serve(http, railApi.arrive, async ({ tx, body, actor, now }) => {
    const { containerIds, ...moment } = body
    refuse(findRepeated(containerIds))
    const asked = { actor, now, ...moment, step: 'arrive' } as const
    return { items: await takeSteps(tx, asked, containerIds.map(toAsked)) }
  })
}

const toAsked = <Id>(containerId: Id) => ({ containerId })

function refuse(refused: Refusal<'tracking.container_twice'> | null): void {
  if (refused !== null) throw trackingProblem(refused.refusal, refused.facts)
}

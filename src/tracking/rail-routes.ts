/** The railway's steps, for one container or a whole train in one command: all of them are taken, or none. */
import { takeStep } from '#booking'
import type { Container, ContainerId } from '#booking/contract.ts'
import type { TextFacts } from '#kernel/locale.ts'
import { serve, type Http } from '#platform/http.ts'
import { railApi, trackingProblem } from '#tracking/contract.ts'
import { findRepeated, findTransshipRefusal, type RailRefusal } from '#tracking/tracking.ts'

export function railRoutes(http: Http): void {
  serve(http, railApi.borderArrive, async ({ tx, body, ...given }) => {
    refuse(findRepeated(body.containerIds))
    const { place, at } = body
    const items = await each(body.containerIds, (containerId) =>
      takeStep(tx, { ...given, containerId, step: 'border_arrive', place, at }),
    )
    return { items }
  })

  serve(http, railApi.transship, async ({ tx, body, ...given }) => {
    const { place, at, gaugeMm, moves } = body
    refuse(findTransshipRefusal(place, gaugeMm, moves))
    const moveOf = new Map(moves.map((move) => [move.containerId, move]))
    const items = await each([...moveOf.keys()], (containerId) => {
      const { oldWagonNumber, newWagonNumber } = moveOf.get(containerId)!
      const said = { public: { oldWagonNumber, newWagonNumber, gaugeMm } }
      return takeStep(tx, { ...given, containerId, step: 'transship', place, at, said })
    })
    return { items }
  })

  serve(http, railApi.arrive, async ({ tx, body, ...given }) => {
    refuse(findRepeated(body.containerIds))
    const { place, at } = body
    const items = await each(body.containerIds, (containerId) =>
      takeStep(tx, { ...given, containerId, step: 'arrive', place, at }),
    )
    return { items }
  })
}

/** In the order of ids, so that two commands over the same containers wait for each other instead of for ever. */
async function each(
  containerIds: readonly ContainerId[],
  take: (containerId: ContainerId) => Promise<Container>,
): Promise<Container[]> {
  const taken: Container[] = []
  for (const containerId of containerIds.toSorted()) taken.push(await take(containerId))
  return taken
}

function refuse(
  refused: { readonly refusal: RailRefusal; readonly facts: TextFacts } | null,
): void {
  if (refused !== null) throw trackingProblem(refused.refusal, refused.facts)
}

/**
 * Many requests for one thing, decided together: while one transaction runs for a lane, those that come for it wait, and the next
 * transaction takes all of them. So a thing that everybody wants costs one lock and one commit a batch rather than one a request.
 *
 * A batch that fails as a whole is tried again one by one, so that no request suffers for another's.
 */
import type { Problem } from '#kernel/problem.ts'

/** More would keep the first of a batch waiting for the last. */
const BATCH_MAX = 250

export type DecideTogether<Asked, Answer> = (
  asked: readonly Asked[],
) => Promise<readonly (Answer | Problem)[]>

interface Waiting<Asked, Answer> {
  readonly asked: Asked
  readonly answer: (outcome: Answer | Problem) => void
  readonly fail: (error: unknown) => void
}

/** Gives a way to ask in a lane: resolves to the answer or the Problem, rejects with whatever broke. */
export function openLanes<Asked, Answer>(
  decide: DecideTogether<Asked, Answer>,
): (lane: string, asked: Asked) => Promise<Answer | Problem> {
  const lanes = new Map<string, Waiting<Asked, Answer>[]>()

  const runLane = async (lane: string): Promise<void> => {
    for (;;) {
      const batch = lanes.get(lane)!.splice(0, BATCH_MAX)
      if (batch.length === 0) break
      await decideBatch(decide, batch)
    }
    lanes.delete(lane)
  }

  return (lane, asked) =>
    new Promise<Answer | Problem>((resolve, reject) => {
      const waiting = { asked, answer: resolve, fail: reject }
      const queue = lanes.get(lane)
      if (queue !== undefined) return void queue.push(waiting)
      lanes.set(lane, [waiting])
      void runLane(lane)
    })
}

async function decideBatch<Asked, Answer>(
  decide: DecideTogether<Asked, Answer>,
  batch: readonly Waiting<Asked, Answer>[],
): Promise<void> {
  try {
    const outcomes = await decide(batch.map(({ asked }) => asked))
    for (const [index, { answer }] of batch.entries()) answer(outcomes[index]!)
  } catch {
    for (const one of batch) await decideAlone(decide, one)
  }
}

/** What a Problem thrown for a batch meant is known only of the one that is alone. */
async function decideAlone<Asked, Answer>(
  decide: DecideTogether<Asked, Answer>,
  { asked, answer, fail }: Waiting<Asked, Answer>,
): Promise<void> {
  try {
    const [outcome] = await decide([asked])
    answer(outcome!)
  } catch (error) {
    fail(error)
  }
}

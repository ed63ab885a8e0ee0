/** Repeats what was not answered, as a careful client does: the same request under the same key, to whichever server answers. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sendOver, type Send } from '../tools/demo/client.ts'

const ATTEMPT_MS = 15_000
const AGAIN_MS = 50

/** Servers take turns; one that says that the record is busy is asked again, too. */
export function sendSurely(origins: readonly string[], onRepeat: () => void): Send {
  const sends = origins.map(sendOver)
  let turn = 0
  return async (request) => {
    const headers = { ...request.headers, 'idempotency-key': randomUUID() }
    for (;;) {
      turn += 1
      const reply = await Promise.race([
        sends[turn % sends.length]!({ ...request, headers }).catch(() => undefined),
        sleep(ATTEMPT_MS, undefined, { ref: false }),
      ])
      const isAnswer =
        reply !== undefined && reply.status < 500 && !reply.text.includes('"http.busy"')
      if (isAnswer) return reply
      onRepeat()
      await sleep(AGAIN_MS)
    }
  }
}

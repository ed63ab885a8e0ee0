/**
 * The clients of the booking rush, in a process of their own so that they share no event loop with the server: each on a
 * connection of its own, either as fast as it is answered or at a set pace. Prints what it saw as one line of JSON.
 */
import { Agent, get, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

export interface RushPlan {
  readonly origin: string
  readonly path: string
  readonly body: string
  readonly clients: number
  readonly ms: number
  /** Attempts of all clients together, a second; undefined: each asks again as soon as it is answered. */
  readonly perSecond?: number
}

export interface RushSeen {
  readonly attempts: number
  readonly ms: number
  /** From when each was due to be sent. */
  readonly p50Ms: number
  readonly p99Ms: number
  readonly byStatus: Readonly<Record<string, number>>
}

async function run(plan: RushPlan): Promise<RushSeen> {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: plan.clients,
    // Node lets go of all but 256 that rest for a moment: most would come by a new connection each time.
    maxFreeSockets: plan.clients,
    scheduling: 'fifo',
  })
  // Whoever presses the button has the page open, and its connection.
  await Promise.all(Array.from({ length: plan.clients }, () => knock(agent, plan)))
  const latencies: number[] = []
  const byStatus: Record<string, number> = {}
  const begun = performance.now()
  const end = begun + plan.ms
  const client = async (index: number): Promise<void> => {
    const everyMs = plan.perSecond === undefined ? 0 : (plan.clients / plan.perSecond) * 1000
    for (let turn = 0; ; turn += 1) {
      const due =
        everyMs === 0 ? performance.now() : begun + (turn + index / plan.clients) * everyMs
      if (due >= end) return
      const wait = due - performance.now()
      if (wait > 0) await sleep(wait)
      const status = await attempt(agent, plan, `${index}-${turn}`)
      latencies.push(performance.now() - due)
      byStatus[status] = (byStatus[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: plan.clients }, (_, index) => client(index)))
  agent.destroy()
  const sorted = latencies.toSorted((one, other) => one - other)
  const at = (share: number) =>
    Math.round(sorted[Math.floor((sorted.length - 1) * share)]! * 10) / 10
  return {
    attempts: latencies.length,
    ms: performance.now() - begun,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    byStatus,
  }
}

/** A question that is cheap to answer, on a connection that stays. */
function knock(agent: Agent, { origin }: RushPlan): Promise<void> {
  return new Promise((done, fail) => {
    get(`${origin}/api/nothing`, { agent }, (reply) => {
      reply.resume().once('end', done)
    }).once('error', fail)
  })
}

function attempt(agent: Agent, { origin, path, body }: RushPlan, key: string): Promise<number> {
  return new Promise((done, fail) => {
    const sent = request(
      `${origin}${path}`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': `${process.pid}-${key}`,
          'x-bench-actor': 'exporter',
        },
      },
      (reply) => {
        reply.resume()
        reply.once('end', () => done(reply.statusCode ?? 0))
      },
    )
    sent.once('error', fail)
    sent.end(body)
  })
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2]!) as RushPlan)))

/**
 * The clients of the booking rush, in a process of their own so that they share no event loop with the server: each on a
 * connection of its own, either as fast as it is answered or at a set pace. Prints what it saw as one line of JSON.
 *
 * They write and read HTTP themselves: on two cores, node's own client takes from the server most of what it is to be measured with.
 */
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
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
  /** Processor time of the clients themselves. */
  readonly cpuMs: number
}

async function run(plan: RushPlan): Promise<RushSeen> {
  // Whoever presses the button has the page open, and its connection.
  const clients = await Promise.all(Array.from({ length: plan.clients }, () => openClient(plan)))
  const cpuBegan = process.cpuUsage()
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
      const status = await clients[index]!.attempt(`${index}-${turn}`)
      latencies.push(performance.now() - due)
      byStatus[status] = (byStatus[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: plan.clients }, (_, index) => client(index)))
  const cpu = process.cpuUsage(cpuBegan)
  for (const one of clients) one.close()
  const sorted = latencies.toSorted((one, other) => one - other)
  const at = (share: number) =>
    Math.round(sorted[Math.floor((sorted.length - 1) * share)]! * 10) / 10
  return {
    attempts: latencies.length,
    ms: performance.now() - begun,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    byStatus,
    cpuMs: (cpu.user + cpu.system) / 1000,
  }
}

interface Client {
  /** The status it was answered with. */
  attempt(key: string): Promise<number>
  close(): void
}

async function openClient({ origin, path, body }: RushPlan): Promise<Client> {
  const { hostname, port, host } = new URL(origin)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  const ask = askOver(socket)
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-bench-actor: exporter',
    `idempotency-key: ${process.pid}-`,
  ].join('\r\n')
  // A question that is cheap to answer: the server knows the connection before the rush.
  await ask(`GET /api/nothing HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
  return {
    attempt: (key) => ask(`${head}${key}\r\n\r\n${body}`),
    close: () => void socket.destroy(),
  }
}

/** One request after the other; an answer must say how long it is. */
function askOver(socket: Socket): (request: string) => Promise<number> {
  let answered: (status: number) => void
  let fail: (error: Error) => void
  let text = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    text += chunk
    const headEnd = text.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd))
    if (length === null) return fail(new Error(`An answer of unknown length: ${text}`))
    if (text.length < headEnd + 4 + Number(length[1])) return
    const status = Number(text.slice(9, 12))
    text = ''
    answered(status)
  })
  socket.on('error', (error) => fail(error))
  socket.on('close', () => fail(new Error('The server closed the connection')))
  return (request) =>
    new Promise((resolve, reject) => {
      answered = resolve
      fail = reject
      socket.write(request)
    })
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2]!) as RushPlan)))

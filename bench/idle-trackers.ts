/**
 * The other side of the bench `connections`, a process of its own: trackers that sign on, from several addresses of the loopback because
 * one has too few ports, and then only send a heartbeat now and then. Says how many signed on, and how many are answered still.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { encodeAuthenticate, encodeHeartbeat } from '#gateway/protocols/jt808/encode.ts'

export interface Idlers {
  readonly port: number
  readonly secret: string
  readonly phones: readonly string[]
  /** `127.0.0.n`, in turns. */
  readonly addresses: readonly string[]
}

/** How many sign on at a time: as many as the port's queue and the directory take without haste. */
const AT_ONCE = 100

const [work] = (await once(process, 'message')) as [Idlers]
const idle: { readonly socket: Socket; readonly phone: string }[] = []
let next = 0
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < work.phones.length) {
      const at = next++
      const phone = work.phones[at]!
      const socket = await signOn(phone, work.addresses[at % work.addresses.length]!)
      idle.push({ socket, phone })
    }
  }),
)
process.send?.({ signedOn: idle.length })
for await (const [word] of messages()) {
  if (word !== 'beat') break
  // A few at a time: idle trackers do not speak in chorus.
  let answered = 0
  for (let at = 0; at < idle.length; at += AT_ONCE) {
    const some = await Promise.all(idle.slice(at, at + AT_ONCE).map(beat))
    answered += some.filter(Boolean).length
  }
  process.send?.({ answered })
}
process.exit(0)

async function* messages() {
  for (;;) yield (await once(process, 'message')) as [string]
}

async function signOn(phone: string, localAddress: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: work.port, localAddress })
  socket.on('error', () => socket.destroy())
  await once(socket, 'connect')
  const from = { version: '2013', phone, serial: 1 } as const
  if (!(await ask(socket, encodeAuthenticate(from, { authCode: work.secret }))))
    throw new Error(`${phone} could not sign on`)
  return socket
}

function beat({ socket, phone }: (typeof idle)[number]): Promise<boolean> {
  return ask(socket, encodeHeartbeat({ version: '2013', phone, serial: 2 }))
}

/** Whether the platform answered "received": a general answer ends `result 0, checksum, 7E`. */
function ask(socket: Socket, frame: Uint8Array): Promise<boolean> {
  if (socket.destroyed) return Promise.resolve(false)
  return new Promise((resolve) => {
    const done = (isReceived: boolean): void => {
      socket.off('data', hear)
      socket.off('close', close)
      resolve(isReceived)
    }
    const hear = (chunk: Buffer): void => done(chunk.at(-3) === 0 || chunk.at(-4) === 0)
    const close = (): void => done(false)
    socket.on('data', hear)
    socket.on('close', close)
    socket.write(frame)
  })
}

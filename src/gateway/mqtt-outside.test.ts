// An outside broker that is not ours (aedes), which keeps what we did not acknowledge; and our gateway as its client.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Aedes } from 'aedes'
import { connectAsync } from 'mqtt'
import { DEVICE, setUp } from '#gateway/fixtures.ts'
import { memoryDesk } from '#gateway/memory-ports.ts'
import type { GatewayOptions } from '#gateway/server.ts'

const FIXES = `landbridge/${DEVICE.phone}/fixes`
const fixAt = (second: number) => ({
  time: 1_795_739_400 + second,
  latitude: 44.2,
  longitude: 80.41,
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(5)
}

async function startBroker(t: TestContext) {
  const aedes = await Aedes.createBroker({
    authenticate: (_client, name, password, done) =>
      done(null, name !== 'landbridge' || String(password) === 'p@ss'),
  })
  const open = new Set<{ destroy(): void }>()
  const server = createServer((socket) => {
    open.add(socket)
    aedes.handle(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  t.after(async () => {
    for (const socket of open) socket.destroy()
    server.close()
    await new Promise<void>((resolve) => aedes.close(() => resolve()))
  })
  const device = await connectAsync(`mqtt://127.0.0.1:${port}`, { username: DEVICE.phone })
  t.after(() => device.endAsync(true))
  const send = (topic: string, said: object) =>
    device.publishAsync(topic, JSON.stringify(said), { qos: 1 })
  return { aedes, device, send, url: `mqtt://landbridge:p%40ss@127.0.0.1:${port}` }
}

async function attach(t: TestContext, url: string, options: Partial<GatewayOptions> = {}) {
  const said: string[] = []
  const made = await setUp(t, {
    mqtt: { outside: { url, clientId: 'landbridge' }, limits: { retryAfterMs: [20] } },
    say: (line) => said.push(line),
    ...options,
  })
  const seconds = () =>
    made.store.fixes().map(({ deviceTime }) => Date.parse(deviceTime) / 1_000 - 1_795_739_400)
  return { ...made, said, seconds }
}

test('fixes that come by an outside broker are taken; what came while we were away, too, each once', async (t) => {
  const { send, url } = await startBroker(t)
  const first = await attach(t, url)
  await until(() => first.said.length === 1)
  assert.deepEqual(first.said, [`connected to the broker ${new URL(url).host}`])
  await send(FIXES, fixAt(1))
  await until(() => first.seconds().length === 1)
  await first.gateway.close()
  await send(FIXES, fixAt(2))
  await send(FIXES, fixAt(3))
  const second = await attach(t, url)
  await until(() => second.seconds().length === 2)
  assert.deepEqual(second.seconds(), [2, 3])
})

test('what is not durable is not acknowledged: the broker sends it again on the next connection', async (t) => {
  const { send, url } = await startBroker(t)
  const { store, seconds, said } = await attach(t, url)
  await until(() => said.length === 1)
  store.failWith(new Error('database away'))
  await Promise.all([1, 2, 3].map((second) => send(FIXES, fixAt(second))))
  await until(() => said.length >= 2)
  assert.match(said[1]!, /^not connected to the broker .* \(not durable\)$/)
  assert.deepEqual(seconds(), [])
  store.failWith(null)
  await until(() => seconds().length === 3)
  assert.deepEqual(
    seconds().toSorted((one, other) => one - other),
    [1, 2, 3],
  )
})

test('unknown trackers and unreadable payloads are kept with their reason, and acknowledged', async (t) => {
  const { send, url, aedes } = await startBroker(t)
  const { quarantine, said, seconds } = await attach(t, url)
  await until(() => said.length === 1)
  let acknowledged = 0
  aedes.on('ack', () => (acknowledged += 1))
  await send('landbridge/13999999999/fixes', fixAt(1))
  await send(FIXES, { latitude: 1 })
  await send(FIXES, fixAt(2))
  await until(() => acknowledged === 3)
  assert.deepEqual(
    quarantine.kept.map(({ reason, phone }) => [reason, phone]),
    [
      ['tracker_unknown', '13999999999'],
      ['field_missing', DEVICE.phone],
    ],
  )
  assert.deepEqual(seconds(), [2])
})

test('commands go out through the broker to a device that was heard, and its answer ends them', async (t) => {
  const { send, url, device } = await startBroker(t)
  const desk = memoryDesk()
  const { said } = await attach(t, url, { desk })
  await until(() => said.length === 1)
  const heard: string[] = []
  device.on('message', (_topic, payload) => heard.push(String(payload)))
  await device.subscribeAsync(`landbridge/${DEVICE.phone}/commands`, { qos: 1 })
  desk.queue({ id: 'cmd_1', deviceId: DEVICE.deviceId, request: { kind: 'locate' } })
  await wait(50)
  assert.deepEqual(heard, [], 'nobody has heard from it yet')
  await send(FIXES, fixAt(1))
  await until(() => heard.length === 1)
  assert.deepEqual(JSON.parse(heard[0]!), { command: 'cmd_1', kind: 'locate' })
  await send(`landbridge/${DEVICE.phone}/answers`, { command: 'cmd_1', result: 'ok' })
  await until(() => desk.settled.size === 1)
  assert.deepEqual(desk.settled.get('cmd_1'), { result: 'ok' })
})

test('a broker that refuses us, or is not there, is asked again and again, and JT/T 808 goes on', async (t) => {
  const { url } = await startBroker(t)
  const refused = await attach(t, url.replace('p%40ss', 'wrong'))
  await until(() => refused.said.length === 1)
  assert.match(
    refused.said[0]!,
    /^not connected to the broker 127\.0\.0\.1:\d+ \(connection refused, code 5\)$/,
  )
  const absent = await attach(t, 'mqtt://127.0.0.1:1')
  await until(() => absent.said.length === 2)
  assert.match(absent.said[0]!, /ECONNREFUSED/)
  assert.doesNotMatch(JSON.stringify(refused.said), /wrong/)
})

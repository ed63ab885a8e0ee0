// MQTT on real sockets, with a client that is not ours (mqtt.js): what is taken, when it is acknowledged, and who may stay connected.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect as connectPlain } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { DEVICE, gone, setUp } from '#gateway/fixtures.ts'
import { memoryDesk, memoryDirectory } from '#gateway/memory-ports.ts'
import type { MqttLimits } from '#gateway/mqtt-connection.ts'
import type { GatewayOptions } from '#gateway/server.ts'
import { makeCertificate } from '#platform/testing/certificate.ts'

const FIXES = `landbridge/${DEVICE.phone}/fixes`
const fixAt = (second: number) => ({
  time: 1_795_739_400 + second,
  latitude: 44.2,
  longitude: 80.41,
})
const OTHER = { deviceId: 'dev_2', phone: '13306139198', terminalId: 'T-2', authCode: 'other' }

const next = (client: MqttClient, event: 'close' | 'message'): Promise<void> =>
  new Promise((resolve) => client.once(event, () => resolve()))

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(5)
}

async function open(
  t: TestContext,
  options: Partial<GatewayOptions> = {},
  limits: Partial<MqttLimits> = {},
) {
  const made = await setUp(t, {
    directory: memoryDirectory([DEVICE, OTHER]),
    mqtt: { plain: { host: '127.0.0.1', port: 0 }, limits },
    ...options,
  })
  const url = `mqtt://127.0.0.1:${made.gateway.mqttPorts.plain}`
  const dial = async (more: IClientOptions = {}): Promise<MqttClient> => {
    const client = await connectAsync(url, {
      username: DEVICE.phone,
      password: DEVICE.authCode,
      reconnectPeriod: 0,
      ...more,
    })
    client.on('error', () => undefined)
    t.after(() => client.endAsync(true))
    return client
  }
  const seconds = () =>
    made.store.fixes().map(({ deviceTime }) => Date.parse(deviceTime) / 1_000 - 1_795_739_400)
  return { ...made, url, dial, seconds }
}

for (const protocolVersion of [3, 4, 5] as const)
  test(`MQTT of version ${protocolVersion}: fixes of QoS 0, 1 and 2 are taken, each once`, async (t) => {
    const { dial, seconds, store } = await open(t)
    const client = await dial({
      protocolVersion,
      ...(protocolVersion === 3 && { protocolId: 'MQIsdp' }),
    })
    for (const qos of [0, 1, 2] as const)
      await client.publishAsync(FIXES, JSON.stringify(fixAt(qos)), { qos })
    await client.publishAsync(FIXES, JSON.stringify([fixAt(3), fixAt(4)]), { qos: 1 })
    assert.deepEqual(seconds(), [0, 1, 2, 3, 4])
    const [fix] = store.fixes()
    assert.deepEqual(
      [fix!.deviceId, fix!.phone, fix!.latitude, fix!.longitude, fix!.valid],
      [DEVICE.deviceId, DEVICE.phone, 44.2, 80.41, true],
    )
  })

test('nothing is acknowledged before the commit resolved, and acknowledgements come in order', async (t) => {
  const { dial, store } = await open(t)
  const client = await dial()
  const release = store.hold()
  const answered: number[] = []
  const waiting = [1, 2, 3].map((second) =>
    client
      .publishAsync(FIXES, JSON.stringify(fixAt(second)), { qos: 1 })
      .then(() => answered.push(second)),
  )
  await wait(100)
  assert.deepEqual([answered, store.fixes()], [[], []])
  release()
  await Promise.all(waiting)
  assert.deepEqual(answered, [1, 2, 3])
})

test('a store that is away for a moment costs nothing; one that stays away costs the connection, never an acknowledgement', async (t) => {
  const { dial, store, seconds, faults } = await open(t, {}, { retryAfterMs: [20, 40, 80] })
  const client = await dial({ reconnectPeriod: 20 })
  store.failWith(new Error('database away'))
  const sent = client.publishAsync(FIXES, JSON.stringify(fixAt(1)), { qos: 1 })
  await until(() => faults.length === 2)
  store.failWith(null)
  await sent
  assert.deepEqual(seconds(), [1])

  store.failWith(new Error('database away'))
  let isAcknowledged = false
  const later = client
    .publishAsync(FIXES, JSON.stringify(fixAt(2)), { qos: 1 })
    .then(() => (isAcknowledged = true))
  await next(client, 'close')
  assert.equal(isAcknowledged, false)
  // As any client does it, it sends again when it has connected again.
  store.failWith(null)
  await later
  assert.deepEqual(seconds(), [1, 2])
})

test('a payload that cannot be read is kept with its reason, acknowledged, and the connection stays', async (t) => {
  const { dial, quarantine, seconds } = await open(t)
  const client = await dial()
  let ended = 0
  client.on('close', () => (ended += 1))
  const send = (topic: string, payload: string) => client.publishAsync(topic, payload, { qos: 1 })
  await send(FIXES, 'time=now')
  await send(FIXES, '[]')
  await send(FIXES, JSON.stringify([fixAt(1), { ...fixAt(2), latitude: 91 }]))
  await send(`landbridge/${OTHER.phone}/fixes`, JSON.stringify(fixAt(3)))
  await send('$SYS/broker', 'x')
  await send(FIXES, JSON.stringify(fixAt(4)))
  assert.deepEqual(
    quarantine.kept.map(({ reason }) => reason),
    [
      'payload_not_json',
      'payload_empty',
      'position_out_of_range',
      'topic_of_another',
      'topic_unknown',
    ],
  )
  assert.ok(quarantine.kept.every(({ phone }) => phone === DEVICE.phone))
  assert.deepEqual(quarantine.kept[2]!.decoded, {
    protocol: 'mqtt',
    topic: FIXES,
    text: JSON.stringify([fixAt(1), { ...fixAt(2), latitude: 91 }]),
    refused: [{ row: 1, fault: 'position_out_of_range', field: 'latitude' }],
    refusedCount: 1,
  })
  assert.deepEqual(seconds(), [1, 4])
  assert.equal(ended, 0)
})

test('a packet that is too long is passed over, kept by its beginning, acknowledged, and the connection stays', async (t) => {
  const { dial, quarantine, seconds, url } = await open(t, {}, { packetBytesMax: 4_096 })
  const client = await dial()
  await client.publishAsync(FIXES, JSON.stringify({ ...fixAt(1), x: 'x'.repeat(200_000) }), {
    qos: 1,
  })
  await client.publishAsync(FIXES, JSON.stringify(fixAt(2)), { qos: 1 })
  assert.deepEqual(
    quarantine.kept.map(({ reason, phone, hex }) => [reason, phone, hex.length <= 512]),
    [['payload_too_large', DEVICE.phone, true]],
  )
  assert.deepEqual(seconds(), [2])
  // MQTT 5 is told before.
  const five = connect(url, {
    username: DEVICE.phone,
    password: DEVICE.authCode,
    protocolVersion: 5,
  })
  t.after(() => five.endAsync(true))
  const told = await new Promise<object | undefined>((resolve) =>
    five.once('connect', ({ properties }) => resolve(properties)),
  )
  assert.deepEqual(told, {
    sessionExpiryInterval: 0,
    receiveMaximum: 500,
    maximumPacketSize: 4_096,
    retainAvailable: false,
    subscriptionIdentifiersAvailable: false,
    sharedSubscriptionAvailable: false,
    serverKeepAlive: 60,
  })
})

test('a wrong secret is refused, kept without the secret, and after five only counted; the right one of another stays welcome', async (t) => {
  const { url, dial, quarantine, gateway } = await open(t)
  const knock = (protocolVersion: 4 | 5, username: string | undefined, password = 'guess') =>
    connectAsync(url, {
      ...(username !== undefined && { username, password }),
      protocolVersion,
      reconnectPeriod: 0,
    }).then(
      () => 'welcome',
      (error: { code?: number }) => error.code,
    )
  assert.deepEqual([await knock(4, DEVICE.phone), await knock(5, DEVICE.phone)], [4, 0x86])
  assert.deepEqual([await knock(4, 'nobody'), await knock(4, undefined)], [4, 4])
  const [first] = quarantine.kept
  assert.deepEqual(
    [first!.reason, first!.phone, first!.decoded],
    ['authentication_failed', DEVICE.phone, { protocol: 'mqtt', name: DEVICE.phone }],
  )
  assert.doesNotMatch(JSON.stringify(quarantine.kept), /guess/)
  for (let count = 0; count < 3; count++) await knock(4, DEVICE.phone)
  const kept = quarantine.kept.length
  assert.deepEqual([await knock(4, DEVICE.phone), await knock(5, DEVICE.phone)], [3, 0x9f])
  assert.equal(await knock(4, DEVICE.phone, DEVICE.authCode), 3, 'nor is guessing right told')
  assert.equal(quarantine.kept.length, kept)
  await dial({ username: OTHER.phone, password: OTHER.authCode })
  assert.equal(gateway.counts().connections, 1)
})

test('a device may hear its own commands and nothing else', async (t) => {
  for (const [protocolVersion, refused] of [
    [4, 0x80],
    [5, 0x87],
  ] as const) {
    const { dial } = await open(t)
    const client = await dial({ protocolVersion })
    const granted = async (topic: string) => {
      const heard = new Promise<number>((resolve) =>
        client.on('packetreceive', (packet) => {
          if (packet.cmd === 'suback') resolve(Number(packet.granted[0]))
        }),
      )
      client.subscribe(topic, { qos: 1 }, () => undefined)
      return heard
    }
    assert.equal(await granted(`landbridge/${DEVICE.phone}/commands`), 1)
    for (const topic of ['#', 'landbridge/+/commands', `landbridge/${OTHER.phone}/commands`])
      assert.equal(await granted(topic), refused, topic)
  }
})

test('a command reaches its device and is ended by the device’s answer; nobody else can answer it', async (t) => {
  const desk = memoryDesk()
  const { dial, quarantine } = await open(t, { desk })
  const client = await dial()
  const stranger = await dial({ username: OTHER.phone, password: OTHER.authCode })
  const queue = (id: string) =>
    desk.queue({
      id,
      deviceId: DEVICE.deviceId,
      request: { kind: 'report_interval', seconds: 60 },
    })
  // Queued before the device listens: it waits.
  queue('cmd_1')
  const heard: object[] = []
  client.on('message', (topic, payload) => heard.push({ topic, ...JSON.parse(String(payload)) }))
  await client.subscribeAsync(`landbridge/${DEVICE.phone}/commands`, { qos: 1 })
  queue('cmd_2')
  await until(() => heard.length === 2)
  const topic = `landbridge/${DEVICE.phone}/commands`
  assert.deepEqual(heard, [
    { topic, command: 'cmd_1', kind: 'report_interval', seconds: 60 },
    { topic, command: 'cmd_2', kind: 'report_interval', seconds: 60 },
  ])
  const answer = (by: MqttClient, phone: string, said: object) =>
    by.publishAsync(`landbridge/${phone}/answers`, JSON.stringify(said), { qos: 1 })
  await answer(client, DEVICE.phone, { command: 'cmd_1', result: 'ok', said: { intervalS: 60 } })
  await answer(stranger, OTHER.phone, { command: 'cmd_2', result: 'ok' })
  await answer(client, DEVICE.phone, { command: 'cmd_2', result: 'maybe' })
  await answer(client, DEVICE.phone, { command: 'cmd_2', result: 'ok', said: { x: '\u0000' } })
  await answer(client, DEVICE.phone, { command: 'cmd_2', result: 'failed' })
  assert.deepEqual(Object.fromEntries(desk.settled), {
    cmd_1: { result: 'ok', said: { intervalS: 60 } },
    cmd_2: { result: 'failed' },
  })
  assert.deepEqual(
    quarantine.kept.map(({ reason }) => reason),
    ['answer_unasked', 'answer_wrong', 'answer_wrong'],
  )
})

test('a device that comes again ends its older connection, and one that says nothing is let go', async (t) => {
  const { dial, gateway } = await open(t, {}, { idleMsMax: 3_000 })
  const first = await dial({ clientId: 'one' })
  const ended = next(first, 'close')
  const second = await dial({ clientId: 'two', keepalive: 0 })
  await ended
  await next(second, 'close')
  await until(() => gateway.counts().connections === 0)
})

test('bytes that are no MQTT end their connection, and nothing else', async (t) => {
  const { gateway, dial } = await open(t, {}, { connectMs: 300 })
  const client = await dial()
  const say = async (bytes: Uint8Array) => {
    const socket = connectPlain(gateway.mqttPorts.plain!, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(bytes)
    await gone(socket)
  }
  const publish = Buffer.from('300e00046c2f312f66697865737b7d7b7d', 'hex')
  await say(publish)
  await say(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
  await say(Buffer.from('10ffffffff7f', 'hex'))
  await say(Buffer.from('10ffff7f00044d515454', 'hex'))
  await say(new Uint8Array(0))
  await until(() => gateway.counts().connections === 1)
  await client.publishAsync(FIXES, JSON.stringify(fixAt(1)), { qos: 1 })
})

test('connections of one address are counted together with those of JT/T 808', async (t) => {
  const { dial, url, gateway } = await open(t, { limits: { connectionsPerAddressMax: 2 } })
  await dial({ clientId: 'one' })
  await dial({ clientId: 'two', username: OTHER.phone, password: OTHER.authCode })
  await assert.rejects(connectAsync(url, { reconnectPeriod: 0, connectTimeout: 300 }, false))
  assert.equal(gateway.counts().connectionsRefused, 1)
})

test('with TLS, and with the certificate that took the place of the one before', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-mqtt-'))
  t.after(() => rm(folder, { recursive: true }))
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const put = () => {
    const { cert, key } = makeCertificate()
    writeFileSync(certFile, cert)
    writeFileSync(keyFile, key)
    return cert
  }
  const before = put()
  const tls = { host: '127.0.0.1', port: 0, certFile, keyFile, certificateCheckMs: 20 }
  const { gateway, store } = await setUp(t, { mqtt: { tls } })
  const dial = (ca: string) =>
    connectAsync(
      `mqtts://localhost:${gateway.mqttPorts.tls}`,
      { username: DEVICE.phone, password: DEVICE.authCode, reconnectPeriod: 0, ca },
      false,
    )
  const client = await dial(before)
  await client.publishAsync(FIXES, JSON.stringify(fixAt(1)), { qos: 1 })
  await client.endAsync()
  assert.equal(store.fixes().length, 1)
  const after = put()
  await wait(100)
  await (await dial(after)).endAsync()
  await assert.rejects(dial(before))
  // Neither a plain client nor half a handshake keeps a place.
  const socket = connectPlain(gateway.mqttPorts.tls!, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('10')
  await wait(50)
  socket.destroy()
  await until(() => gateway.counts().connections === 0)
})

test('a gateway that closes acknowledges what it took, and does not wait for devices', async (t) => {
  const { dial, gateway, store, url } = await open(t)
  const client = await dial()
  connect(url, { reconnectPeriod: 0 }).on('error', () => undefined)
  const release = store.hold()
  const sent = client.publishAsync(FIXES, JSON.stringify(fixAt(1)), { qos: 1 })
  await wait(50)
  const closed = gateway.close()
  release()
  await Promise.all([sent, closed])
})

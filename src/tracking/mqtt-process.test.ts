// MQTT the whole way: real clients (mosquitto_pub, mqtt.js), the real process as its own database role, the real database.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectAsync } from 'mqtt'
import { makeCertificate } from '#platform/testing/certificate.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { mosquittoClients, runMosquitto } from '#platform/testing/mosquitto.ts'
import { TRACKER_SECRET, trackedFixture } from '#tracking/fixtures.ts'
import { startGatewayProcess } from '#tracking/gateway-process.ts'

const folder = await mkdtemp(join(tmpdir(), 'landbridge-mqtt-'))
const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
const { cert, key } = makeCertificate()
writeFileSync(certFile, cert)
writeFileSync(keyFile, key)
const database = await testDatabase()
const fixture = await trackedFixture(database)
const lines: string[] = []
const gateway = await startGatewayProcess({
  databaseUrl: database.url,
  host: '127.0.0.1',
  port: 0,
  mqtt: {
    tls: { port: 0, certFile, keyFile },
    plain: { host: '127.0.0.1', port: 0 },
    outside: undefined,
  },
  onLine: (line) => lines.push(line),
})
after(async () => {
  await gateway.stop()
  await database.drop()
  await rm(folder, { recursive: true })
})

const NOON_S = Date.parse('2026-03-02T12:00:00+08:00') / 1_000
const fixAt = (second: number) => ({
  time: NOON_S + second,
  latitude: 36.789316,
  longitude: 116.751316 + second / 10_000,
  batteryPercent: 81,
  seal: 'intact',
})

async function secondsKept(deviceId: string): Promise<number[]> {
  const { rows } = await database.pool.query<{ device_time: Date }>(
    'select device_time from position join tracker on number = tracker where id = $1 order by device_time',
    [deviceId],
  )
  return rows.map((row) => row.device_time.getTime() / 1_000 - NOON_S)
}

test('it says where it listens, and how', () => {
  const { tls, plain } = gateway.mqttPorts
  assert.deepEqual(lines, [
    `gateway: listening on 127.0.0.1:${gateway.port}`,
    `gateway: MQTT with TLS on 127.0.0.1:${tls}`,
    `gateway: MQTT without TLS on 127.0.0.1:${plain}`,
  ])
})

test('mosquitto_pub, over TLS: the fix moves its container, with what its sensors said', async (t) => {
  const programs = mosquittoClients()
  if (programs === undefined) return t.skip('no mosquitto_pub here, and nobody may install it')
  const container = await fixture.addContainer([fixture.parties.exporter.organisationId])
  const device = await fixture.addTracker()
  await fixture.bind(device.id, container, '2026-03-01T00:00Z')
  const publish = (secret: string, ...more: readonly string[]) =>
    runMosquitto(`${programs}/mosquitto_pub`, [
      ...['-h', 'localhost', '-p', String(gateway.mqttPorts.tls), '--cafile', certFile],
      ...['-u', device.phone, '-P', secret, '-q', '1'],
      ...['-t', `landbridge/${device.phone}/fixes`, ...more],
    ])
  assert.deepEqual(await publish(TRACKER_SECRET, '-m', JSON.stringify(fixAt(0))), {
    code: 0,
    said: '',
  })
  const five = await publish(TRACKER_SECRET, '-V', 'mqttv5', '-m', JSON.stringify(fixAt(1)))
  assert.equal(five.code, 0, five.said)
  assert.match((await publish('wrong', '-m', '{}')).said, /not authori[sz]ed|bad user name/i)
  const { rows } = await database.pool.query(
    'select device_time, latitude from container_position where container_id = $1',
    [container],
  )
  assert.deepEqual(rows, [{ device_time: new Date((NOON_S + 1) * 1_000), latitude: 36.789316 }])
  const kept = await database.pool.query(
    'select items, edition from position join tracker on number = tracker where id = $1 limit 1',
    [device.id],
  )
  assert.deepEqual(kept.rows, [
    {
      items: [
        { id: 'batteryPercent', name: 'batteryPercent', value: 81 },
        { id: 'seal', name: 'isSealBroken', value: 0 },
      ],
      edition: 'mqtt',
    },
  ])
})

test('by its id, too; never by the code a registration by air gave, nor as somebody else', async () => {
  const device = await fixture.addTracker()
  const url = `mqtt://127.0.0.1:${gateway.mqttPorts.plain}`
  const dial = (username: string, password: string) =>
    connectAsync(url, { username, password, reconnectPeriod: 0 }, false)
  await (await dial(device.id, TRACKER_SECRET)).endAsync()
  await (await dial(`0${device.phone}`, TRACKER_SECRET)).endAsync()
  const other = await fixture.addTracker()
  await database.pool.query(
    `update tracker set registration_digest = sha256('air'::bytea), secret_digest = sha256('else'::bytea) where id = $1`,
    [other.id],
  )
  await assert.rejects(dial(other.phone, 'air'))
  await assert.rejects(dial(other.phone, TRACKER_SECRET))
})

test('what it cannot read stands in the quarantine of its operator', async () => {
  const device = await fixture.addTracker()
  const client = await connectAsync(`mqtt://127.0.0.1:${gateway.mqttPorts.plain}`, {
    username: device.phone,
    password: TRACKER_SECRET,
  })
  const topic = `landbridge/${device.phone}/fixes`
  // A NUL and half a character, which the database would refuse.
  await client.publishAsync(topic, Buffer.from('{"a":"\0\ud800"', 'utf8'), { qos: 1 })
  await client.publishAsync(topic, JSON.stringify({ ...fixAt(0), note: '\0\ud800' }), { qos: 1 })
  await client.endAsync()
  const { rows } = await database.pool.query(
    'select reason, decoded from quarantined_frame where phone = $1',
    [device.phone],
  )
  assert.deepEqual(rows, [
    {
      reason: 'payload_not_json',
      decoded: { protocol: 'mqtt', topic, text: '{"a":" \ufffd"' },
    },
  ])
  assert.deepEqual(await secondsKept(device.id), [0])
})

test('nothing acknowledged is lost, and nothing kept twice, when it is killed again and again', async () => {
  const device = await fixture.addTracker()
  const client = await connectAsync(`mqtt://127.0.0.1:${gateway.mqttPorts.plain}`, {
    username: device.phone,
    password: TRACKER_SECRET,
    reconnectPeriod: 20,
    clean: false,
    clientId: device.phone,
  })
  client.on('error', () => undefined)
  const acknowledged: number[] = []
  const publish = (second: number) =>
    client
      .publishAsync(`landbridge/${device.phone}/fixes`, JSON.stringify(fixAt(second)), { qos: 1 })
      .then(() => acknowledged.push(second))
  let isOver = false
  const sending = (async () => {
    const all = []
    for (let second = 0; second < 300; second += 1) {
      all.push(publish(second))
      if (second % 10 === 0) await sleep(5)
    }
    await Promise.all(all)
    isOver = true
  })()
  let killed = 0
  while (killed < 3 && !isOver) {
    await sleep(80)
    const pid = gateway.pid()
    if (pid === undefined || !client.connected) continue
    process.kill(pid, 'SIGKILL')
    killed += 1
    const had = [...acknowledged]
    const kept = new Set(await secondsKept(device.id))
    assert.deepEqual(
      had.filter((second) => !kept.has(second)),
      [],
    )
  }
  await sending
  assert.ok(killed > 0)
  assert.deepEqual(
    await secondsKept(device.id),
    Array.from({ length: 300 }, (_, second) => second),
  )
  await client.endAsync(true)
})

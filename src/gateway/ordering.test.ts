// Commands on real sockets: sent in the terminal's edition, matched with its answers by serial, and never sent twice.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test, type TestContext } from 'node:test'
import {
  memoryDesk,
  memoryDirectory,
  memoryMessages,
  memoryQuarantine,
  memoryStore,
} from '#gateway/memory-ports.ts'
import type { CommandRequest } from '#gateway/ports.ts'
import { concat, fromHex, u16, u8 } from '#gateway/protocols/jt808/bytes.ts'
import { encodeAuthenticate, encodeHeartbeat } from '#gateway/protocols/jt808/encode.ts'
import { sealFrame, type Edition } from '#gateway/protocols/jt808/frame.ts'
import { decodeFrame } from '#gateway/protocols/jt808/jt808.ts'
import { MESSAGE, type Message } from '#gateway/protocols/jt808/messages.ts'
import { createSplitter } from '#gateway/protocols/jt808/splitter.ts'
import { startGateway } from '#gateway/server.ts'

const DEVICE = { deviceId: 'dev_1', phone: '13306139197', terminalId: 'LB1', authCode: 'secret' }
const REPORT = fromHex('00000000 00000002 02315C44 06F57BD4 0020 0000 00C6 230501000034')!

async function setUp(t: TestContext, edition: Edition = '2013') {
  const desk = memoryDesk()
  const store = memoryStore()
  const messages = memoryMessages()
  const quarantine = memoryQuarantine()
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    directory: memoryDirectory([DEVICE]),
    store,
    quarantine: quarantine.sink,
    messages: messages.keep,
    desk,
  })
  t.after(() => gateway.close())
  const dial = async () => {
    const socket = connect(gateway.port, '127.0.0.1')
    t.after(() => socket.destroy())
    await once(socket, 'connect')
    const heard: Message[] = []
    let tell = (): void => undefined
    const splitter = createSplitter()
    socket.on('data', (chunk: Buffer) => {
      for (const { bytes } of splitter.push(chunk)) {
        const message = decodeFrame(bytes)
        assert.ok(!('error' in message) && message.checksumOk)
        heard.push(message)
      }
      tell()
    })
    const hear = async (): Promise<Message> => {
      while (heard.length === 0) await new Promise<void>((resolve) => (tell = resolve))
      return heard.shift()!
    }
    let serial = 100
    const from = () => ({ version: edition, phone: DEVICE.phone, serial: serial++ })
    const say = (messageId: number, ...body: Uint8Array[]) =>
      void socket.write(sealFrame({ ...from(), messageId }, concat(body)))
    socket.write(encodeAuthenticate(from(), { authCode: DEVICE.authCode }))
    assert.equal((await hear()).header.messageId, MESSAGE.platformAnswer)
    /** Everything said so far has been taken once this is answered. */
    const sync = async () => {
      socket.write(encodeHeartbeat(from()))
      assert.equal((await hear()).header.messageId, MESSAGE.platformAnswer)
    }
    return { hear, say, sync }
  }
  return { desk, store, messages, quarantine, dial }
}

const ask = (id: string, request: CommandRequest) => ({ id, deviceId: DEVICE.deviceId, request })
const answering = (serial: number, messageId: number, result: number) =>
  concat([u16(serial), u16(messageId), u8(result)])

for (const edition of ['2013', '2019'] as const) {
  test(`a command is sent to a terminal of ${edition} and ended by its answer`, async (t) => {
    const { desk, dial } = await setUp(t, edition)
    const terminal = await dial()
    desk.queue(ask('cmd_1', { kind: 'text', text: '检查铅封' }))
    const { header, body } = await terminal.hear()
    assert.equal(header.version, edition)
    assert.equal(header.phone.replace(/^0+/, ''), DEVICE.phone)
    assert.deepEqual(body, {
      kind: 'text',
      flags: 5,
      ...(edition === '2019' && { type: 1 }),
      text: '检查铅封',
    })
    // Another's serial, and another message's id, are not its answer.
    terminal.say(MESSAGE.terminalAnswer, answering(header.serial + 1, MESSAGE.text, 0))
    terminal.say(MESSAGE.terminalAnswer, answering(header.serial, MESSAGE.control, 0))
    await terminal.sync()
    assert.equal(desk.settled.size, 0)
    terminal.say(MESSAGE.terminalAnswer, answering(header.serial, MESSAGE.text, 3))
    await terminal.sync()
    assert.deepEqual(desk.settled.get('cmd_1'), { result: 'unsupported' })
  })
}

test('what was queued before the terminal came is sent when it has authenticated, once', async (t) => {
  const { desk, dial } = await setUp(t)
  desk.queue(ask('cmd_1', { kind: 'report_interval', seconds: 30, asleepSeconds: 600 }))
  desk.queue(ask('cmd_2', { kind: 'restart' }))
  const terminal = await dial()
  const [first, second] = [await terminal.hear(), await terminal.hear()]
  assert.ok(first.body.kind === 'setParameters')
  assert.deepEqual(
    first.body.parameters.map((one) => ('name' in one ? [one.name, one.value] : one)),
    [
      ['reportStrategy', 0],
      ['reportIntervalS', 30],
      ['reportIntervalAsleepS', 600],
    ],
  )
  assert.deepEqual(second.body, { kind: 'control', word: 4, argument: '' })
  await terminal.sync()
  const again = await dial()
  await again.sync()
})

test('a question is ended by its own answer: the place, the parameters, what it is', async (t) => {
  const { desk, store, dial, quarantine } = await setUp(t)
  const terminal = await dial()
  desk.queue(ask('cmd_1', { kind: 'locate' }))
  const locate = await terminal.hear()
  // A plain yes is not yet the place.
  terminal.say(MESSAGE.terminalAnswer, answering(locate.header.serial, MESSAGE.locate, 0))
  terminal.say(MESSAGE.locationAnswer, u16(locate.header.serial), REPORT)
  await terminal.sync()
  assert.deepEqual(desk.settled.get('cmd_1'), {
    result: 'ok',
    said: { time: '2023-05-01T00:00:34+08:00', latitude: 36.789316, longitude: 116.751316 },
  })
  assert.equal(store.fixes().length, 1)
  desk.queue(ask('cmd_2', { kind: 'ask_parameters' }))
  const { header } = await terminal.hear()
  terminal.say(MESSAGE.parameters, u16(header.serial), fromHex('01 00000029 04 0000001E')!)
  desk.queue(ask('cmd_3', { kind: 'ask_attributes' }))
  assert.equal((await terminal.hear()).body.kind, 'askAttributes')
  terminal.say(MESSAGE.attributes, fromHex(`0001 ${'41'.repeat(42)} 02 4831 02 4632 03 01`)!)
  await terminal.sync()
  assert.deepEqual(desk.settled.get('cmd_2'), {
    result: 'ok',
    said: {
      answersSerial: header.serial,
      parameters: [{ id: '0x0029', name: 'reportIntervalS', value: 30 }],
    },
  })
  const { result, said } = desk.settled.get('cmd_3')!
  assert.equal(result, 'ok')
  assert.equal((said as { firmware: string }).firmware, 'F2')
  assert.deepEqual(quarantine.kept, [])
  // Nobody asked now: kept to be looked at.
  terminal.say(MESSAGE.parameters, u16(9), fromHex('01 00000029 04 0000001E')!)
  await terminal.sync()
  assert.deepEqual(
    quarantine.kept.map(({ reason }) => reason),
    ['answer_unasked'],
  )
})

test('what the protocol cannot say is not sent, and said', async (t) => {
  const { desk, dial } = await setUp(t)
  const terminal = await dial()
  desk.queue(ask('cmd_1', { kind: 'text', text: '🚂' }))
  await terminal.sync()
  while (!desk.settled.has('cmd_1')) await new Promise(setImmediate)
  assert.deepEqual(desk.settled.get('cmd_1'), { result: 'unwritable' })
})

test('data passed through is kept whole and then answered; the time is told in UTC', async (t) => {
  const { messages, dial } = await setUp(t, '2019')
  const terminal = await dial()
  terminal.say(MESSAGE.passUp, fromHex('41 AABB')!)
  const { body } = await terminal.hear()
  assert.ok(body.kind === 'answer' && body.answersId === MESSAGE.passUp && body.result === 0)
  assert.equal(messages.kept.length, 1)
  assert.match(messages.kept[0]!.hex, /^09004003.*41AABB..$/)
  terminal.say(MESSAGE.timeQuery)
  const told = (await terminal.hear()).body
  assert.ok(told.kind === 'time')
  assert.ok(Math.abs(Date.parse(told.time) - Date.now()) < 60_000)
})

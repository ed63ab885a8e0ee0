// Against the real PostgreSQL: many at once, what a step writes, the event it says, and the list of commodity codes.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { takeStep } from '#booking'
import { book } from '#booking/book.ts'
import { stepTaken } from '#booking/contract.ts'
import { readSteps } from '#booking/container-store.ts'
import { bookedContainer, newBooking, testContainerNumber } from '#booking/fixtures.ts'
import { findUnknownHsCodes, importHsCodes, parseHsCsv } from '#booking/cargo/hs-codes.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { HsCode } from '#kernel/hs-code.ts'
import { Problem } from '#kernel/problem.ts'
import { StationCode } from '#kernel/station.ts'
import { randomIds } from '#platform/ids.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { getDeparture } from '#train'
import { departureFixture } from '#train/fixtures.ts'

const database = await testDatabase()
after(() => database.drop())
const now = new Date('2026-03-02T08:00:00Z')
const ids = randomIds(() => now)
const parties = await organisationsFixture(database, { now, ids })
const { actor } = parties.exporter
const codeOf = (error: unknown) => (error instanceof Problem ? error.code : String(error))

test('200 bookings at once for the last slots never exceed the train', async () => {
  const departure = await departureFixture(database, parties, { now, ids, capacityTeu: 55 })
  const asked = newBooking(parties, departure.id)
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, () =>
      database
        .transact((tx) => book(tx, { actor, now, ids }, asked))
        .then(() => 'booked')
        .catch(codeOf),
    ),
  )
  const booked = outcomes.filter((outcome) => outcome === 'booked').length
  assert.equal(booked, 13, '13 bookings of 4 TEU go into 55')
  assert.deepEqual(new Set(outcomes), new Set(['booked', 'train.over_capacity']))
  const left = await database.transact((tx) => getDeparture(tx, departure.id, now))
  assert.equal(left.bookedTeu, 52)
  const { rows } = await database.transact((tx) =>
    sql<{ bookings: number; containers: number }>`
      select count(distinct booking_id)::int as bookings, count(*)::int as containers
      from container where departure_id = ${departure.id}`.execute(tx),
  )
  assert.deepEqual(rows, [{ bookings: 13, containers: 26 }])
})

test('the same box assigned to many containers at once goes to one', async () => {
  const { containerIds } = await bookedContainer(database, { parties, now, boxes: 8 })
  const outcomes = await Promise.all(
    containerIds.map((containerId) =>
      database
        .transact((tx) =>
          takeStep(tx, {
            actor: parties.operator.actor,
            step: 'assign',
            containerId,
            place: StationCode.parse('CN-DONGJIA'),
            now,
            change: { containerNumber: testContainerNumber(700), sealNumber: 'CN1' as never },
          }),
        )
        .then(() => 'assigned')
        .catch(codeOf),
    ),
  )
  assert.equal(outcomes.filter((outcome) => outcome === 'assigned').length, 1)
  assert.deepEqual(new Set(outcomes), new Set(['assigned', 'booking.container_number_taken']))
})

test('one step taken twice at once is taken once', async () => {
  const container = await bookedContainer(database, { parties, now, until: 'assign', serial: 2 })
  const receive = () =>
    database
      .transact((tx) =>
        takeStep(tx, {
          actor: parties.warehouse.actor,
          step: 'receive',
          containerId: container.containerId,
          place: StationCode.parse('CN-DONGJIA'),
          now,
        }),
      )
      .then(() => 'received')
      .catch(codeOf)
  const outcomes = await Promise.all(Array.from({ length: 10 }, receive))
  assert.deepEqual(outcomes.toSorted(), [
    'received',
    ...Array.from({ length: 9 }, () => 'step.wrong_stage'),
  ])
  assert.equal((await container.read()).sequence, 3)
})

test('the whole journey: a gapless history, and the same said in the outbox', async () => {
  const container = await bookedContainer(database, { parties, now, until: 'arrive', serial: 3 })
  const { containerId } = container
  const { history, said } = await database.transact(async (tx) => {
    const { rows } = await sql<{ payload: unknown }>`
      select payload from outbox where kind = ${stepTaken.kind}
      and payload ->> 'containerId' = ${containerId} order by position`.execute(tx)
    return {
      history: await readSteps(tx, containerId),
      said: rows.map(({ payload }) => stepTaken.payload.parse(payload)),
    }
  })
  assert.deepEqual(
    history.map(({ event }) => event),
    [
      'booked',
      'assigned',
      'received',
      'stuffed',
      'weighed',
      'declared',
      'sealed',
      'released',
      'loaded',
      'departed',
      'border_arrived',
      'transshipped',
      'arrived',
    ],
  )
  assert.deepEqual(
    history.map(({ sequence }) => sequence),
    history.map((_, index) => index + 1),
  )
  assert.deepEqual(
    said.map(({ sequence, public: open, restricted }) => ({ sequence, open, restricted })),
    history.map(({ sequence, public: open, restricted }) => ({ sequence, open, restricted })),
  )
  const row = await container.read()
  assert.deepEqual([row.stage, row.customs, row.wagonNumber], ['arrived', 'released', '94276540'])
})

test('what everyone may read names no exporter, cargo, seal or weight', async () => {
  const { containerId } = await bookedContainer(database, {
    parties,
    now,
    until: 'arrive',
    serial: 4,
  })
  const history = await database.transact((tx) => readSteps(tx, containerId))
  const open = JSON.stringify(history.map((step) => step.public))
  const secrets = [
    'Test exporter',
    'Muster',
    '太阳能',
    '854143',
    '22100',
    'CN8830145',
    '4301202600',
  ]
  for (const secret of secrets) assert.ok(!open.includes(secret), secret)
  assert.ok(open.includes('Test warehouse') && open.includes('济南') && open.includes('94276540'))
})

test('the same box may travel again once it has arrived', async () => {
  const again = await bookedContainer(database, { parties, now, until: 'assign', serial: 4 })
  assert.equal((await again.read()).containerNumber, testContainerNumber(4))
})

const LISTING = `section,hscode,description,parent,level
XVI,84,"Nuclear reactors, boilers",TOTAL,2
XVI,8414,"Air or vacuum pumps",84,4
XVI,841451,"Fans; table, ""floor"", wall",8414,6
XVI,841459,"Fans; n.e.c. in item no.
8414.51",8414,6
XVI,854143,Photovoltaic cells in modules,8541,6
`

test('commodity codes are checked to six digits once a list is loaded', async () => {
  const check = (code: string) =>
    database.transact(async (tx) => {
      const hsCode = HsCode.parse(code)
      return (await findUnknownHsCodes(tx, [hsCode]))(hsCode)?.code ?? 'known'
    })
  assert.equal(await check('841499'), 'known', 'only the heading can be checked')
  const rows = parseHsCsv(LISTING)
  assert.deepEqual(
    rows.map(({ code }) => code),
    ['841451', '841459', '854143'],
  )
  assert.equal(rows[0]!.description, 'Fans; table, "floor", wall')
  assert.equal(await database.transact((tx) => importHsCodes(tx, rows)), 3)
  assert.equal(await database.transact((tx) => importHsCodes(tx, rows)), 3, 'again')
  assert.equal(await check('841499'), 'booking.hs_unknown')
  assert.equal(await check('8414599030'), 'known')
  const wrong = HsCode.parse('8414.99')
  const refusal = await database.transact(async (tx) =>
    (await findUnknownHsCodes(tx, [wrong]))(wrong),
  )
  assert.deepEqual(refusal?.facts, {
    subheading: '841499',
    nearest: '841451, 841459',
  })
  assert.throws(() => parseHsCsv('code;name\n1;2\n'), /not a harmonized-system listing/)
  assert.throws(() => parseHsCsv('hscode,description\n"84'), /broken CSV/)
})

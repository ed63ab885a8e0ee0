// A container's whole way through the real slices: its statements, its public page, its evidence, its label; and the ledger for anyone.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { decodeEntries, hashFromTiles, hashLeaf, parseCheckpoint, treeRoot, utf8Encode } from 'tlog'
import type { ContainerNumber } from '#kernel/container-number.ts'
import type { SealNumber } from '#kernel/seal-number.ts'
import type { StationCode } from '#kernel/station.ts'
import type { WagonNumber } from '#kernel/wagon-number.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers, type Followers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { departureFixture } from '#train/fixtures.ts'
import { bookingRoutes, takeStep, type Said } from '#booking'
import type { BookingView, ContainerId, ContainerStep } from '#booking/contract.ts'
import { openPassport, passportRoutes, type Passport } from '#passport'
import type { ContainerPassport, LedgerStatus, PublicPassport } from '#passport/contract.ts'
import type { Evidence } from '#passport/evidence.ts'
import { verifyEvidence } from '#passport/verify.ts'

const database = await testDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'landbridge-passport-'))
const clock = testClock()
const ids = randomIds(clock)
const parties = await organisationsFixture(database)
const strangers = await organisationsFixture(database, { tag: 'b', signer: parties.signer })
const http = await testHttp(database, { clock })

let passport: Passport
let followers: Followers
let containerId: ContainerId
let code: string
const errors: unknown[] = []

before(async () => {
  passport = await openPassport({
    database,
    clock,
    dataDir,
    signer: parties.signer,
    publicUrl: 'https://trains.example.cn',
    onError: (error) => errors.push(error),
  })
  followers = await startFollowers(database, passport.followers, (error) => errors.push(error))
  bookingRoutes(http)
  passportRoutes(http, passport)
  containerId = await book()
})

after(async () => {
  await followers.stop()
  await passport.close()
  await http.app.close()
  await database.drop()
  await rm(dataDir, { recursive: true })
  assert.deepEqual(errors, [])
})

async function book(): Promise<ContainerId> {
  const departure = await departureFixture(database, parties, { now: clock(), ids })
  const answer = await http.as(parties.exporter.actor).post<BookingView>('/api/bookings', {
    departureId: departure.id,
    brokerId: parties.broker.organisationId,
    consignee: {
      name: 'Toshkent Savdo MChJ',
      country: 'UZ',
      address: 'Tashkent, Amir Temur 1',
      organisationId: parties.consignee.organisationId,
    },
    incoterm: 'DAP',
    lines: [{ equipmentType: '45G1', count: 1 }],
    cargo: [
      {
        goodsName: { zh: '轮胎', en: 'Tyres', ru: 'Шины' },
        hsCode: '40111000',
        packages: 900,
        packageKind: '22',
        grossMassKg: 18_000,
        value: { amountMinor: 9_000_000, currency: 'USD' },
      },
    ],
  })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body.containers[0]!.id
}

type By = 'operator' | 'warehouse' | 'broker' | 'customs' | 'rail'

async function take(step: ContainerStep, by: By, said: Said = {}, place = 'CN-DONGJIA') {
  clock.advance(60)
  const box = {
    containerNumber: 'CSQU3054383' as ContainerNumber,
    sealNumber: 'SH1234567' as SealNumber,
  }
  await database.transact((tx) =>
    takeStep(tx, {
      actor: parties[by].actor,
      step,
      containerId,
      said,
      place: place as StationCode,
      now: clock(),
      ...(step === 'assign' && { change: box }),
    }),
  )
}

async function settle(): Promise<void> {
  await followers.settle()
  await passport.loop.settle()
}

const anyone = http.as(null)
const evidenceOf = async (caller: typeof anyone, query = '') => {
  const { body, status } = await caller.get<Evidence>(`/api/passports/${code}/evidence${query}`)
  assert.equal(status, 200)
  return body
}

test('a booked container has its code, and its first statement is in the ledger', async () => {
  await settle()
  const url = `/api/containers/${containerId}/passport`
  const { body } = await http.as(parties.exporter.actor).get<ContainerPassport>(url)
  code = body.code
  assert.equal(body.url, `https://trains.example.cn/c/${code}`)
  assert.deepEqual(
    body.statements.map(({ sequence, event, published }) => [sequence, event, published]),
    [[1, 'booked', true]],
  )
  assert.equal((await http.as(strangers.operator.actor).get(url)).status, 404)
  assert.equal((await anyone.get(url)).status, 401)
})

test('there is no label without a number', async () => {
  const label = `/api/containers/${containerId}/label.pdf`
  const { status, body } = await http.as(parties.operator.actor).get(label)
  assert.deepEqual([status, body['code']], [409, 'passport.no_number_yet'])
})

test('the whole journey is read, and checked, by anyone with the code', async () => {
  await take('assign', 'operator')
  await take('receive', 'warehouse')
  await take('stuff', 'warehouse', { restricted: { stuffedPackages: 900 } })
  await take('weigh', 'warehouse', { restricted: { grossMassKg: 21_900 } })
  await take('seal', 'warehouse', { restricted: { sealNumber: 'SH1234567' } })
  await take('declare', 'broker', { restricted: { declarationNumber: '370120260000000001' } })
  await take('hold', 'customs', { restricted: { reason: 'papers' } })
  await take('release', 'customs')
  await take('load', 'operator', { public: { wagonNumber: '54321674' as WagonNumber } })
  await take('depart', 'operator')
  await take('border_arrive', 'rail', {}, 'CN-KHORGOS')
  await settle()

  const { status, body } = await anyone.get<PublicPassport>(`/api/passports/${code}`)
  assert.equal(status, 200)
  const { containerNumber, equipmentType, trainNumber, stage, customs } = body
  assert.deepEqual(
    { containerNumber, equipmentType, trainNumber, stage, customs },
    {
      containerNumber: 'CSQU3054383',
      equipmentType: '45G1',
      trainNumber: 'X9031',
      stage: 'at_border',
      customs: 'released',
    },
  )
  assert.equal(body.service?.stops[0]?.code, 'CN-DONGJIA')
  assert.deepEqual(
    body.milestones.map(({ event }) => event).join(' '),
    'booked assigned received stuffed weighed sealed declared held released loaded departed border_arrived',
  )
  assert.equal(body.lastPlace, null)
  const verdict = verifyEvidence(utf8Encode(body.evidence!), { vkey: body.ledger.vkey })
  assert.equal(verdict.statements.length, 12)
  assert.equal(verdict.code, code)
})

test('a stranger is shown nothing that is not public, in the page and in the evidence', async () => {
  const secrets =
    /exporter a|Toshkent|Tyres|轮胎|40111000|9000000|21900|SH1234567|3701202600|papers|stuffedPackages|broker_id|913701/i
  for (const caller of [
    anyone,
    ...Object.values(strangers).flatMap((one) => ('actor' in one ? [http.as(one.actor)] : [])),
  ]) {
    const page = await caller.get(`/api/passports/${code}`)
    assert.doesNotMatch(JSON.stringify(page.body), secrets)
    const evidence = await evidenceOf(caller)
    assert.doesNotMatch(JSON.stringify(evidence), secrets)
    assert.ok(evidence.keys.every(({ restricted }) => restricted === undefined))
    assert.ok(evidence.statements.every(({ restricted }) => typeof restricted === 'string'))
  }
})

test('a party opens what it may read; the file verifies, and its public copy opens nothing', async () => {
  const exporter = http.as(parties.exporter.actor)
  const evidence = await evidenceOf(exporter)
  assert.ok(evidence.statements.every(({ restricted }) => typeof restricted !== 'string'))
  const text = (
    await http.inject({
      url: `/api/passports/${code}/evidence`,
      headers: { 'x-test-actor': Object.values(parties.exporter.actor).join('/') },
    })
  ).body
  const verdict = verifyEvidence(utf8Encode(text))
  assert.match(JSON.stringify(verdict.statements[0]!.restricted), /轮胎/)
  const open = await evidenceOf(exporter, '?part=public')
  assert.ok(open.statements.every(({ restricted }) => typeof restricted === 'string'))
  // A warehouse must not learn the value of the goods, so the booking's restricted part stays shut.
  const warehouse = await evidenceOf(http.as(parties.warehouse.actor))
  const opened = warehouse.statements.map(({ restricted }) => typeof restricted !== 'string')
  assert.deepEqual([opened[0], opened[4]], [false, true])
})

test('a mistyped code is told what is wrong with it, an unknown one that it is unknown', async () => {
  const answer = async (typed: string) => {
    const { status, body } = await anyone.get(`/api/passports/${encodeURIComponent(typed)}`)
    return [status, body['code']]
  }
  assert.deepEqual(await answer(`${code.slice(0, 9)}-${code.slice(9).toLowerCase()} `), [200, code])
  assert.deepEqual(await answer(code.slice(1)), [422, 'passport.code_length'])
  const wrong = (code[3] === '7' ? '2' : '7') + ''
  assert.deepEqual(await answer(code.slice(0, 3) + wrong + code.slice(4)), [
    422,
    'passport.code_check',
  ])
  assert.deepEqual(await answer('0'.repeat(27)), [404, 'passport.absent'])
})

test('the label is one page of 100 × 100 mm, for parties of the container only', async () => {
  const url = `/api/containers/${containerId}/label.pdf`
  const reply = await http.inject({
    url,
    headers: { 'x-test-actor': Object.values(parties.operator.actor).join('/') },
  })
  assert.equal(reply.statusCode, 200)
  assert.equal(reply.headers['content-type'], 'application/pdf')
  const boxes = [
    ...reply.rawPayload.toString('latin1').matchAll(/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g),
  ]
  assert.deepEqual(
    boxes.map(([, width, height]) =>
      [width, height].map((points) => Math.round((Number(points) * 254) / 720)),
    ),
    [[100, 100]],
  )
  assert.equal((await http.as(strangers.operator.actor).get(url)).status, 404)
  assert.equal((await anyone.get(url)).status, 401)
  assert.equal(
    (await http.as(parties.operator.actor).get('/api/containers/x/label.pdf')).status,
    404,
  )
})

test('labels of many are one file; one that is not the reader’s is none of theirs', async () => {
  const url = (ids: string) => `/api/containers/labels.pdf?containers=${ids}`
  const operator = http.as(parties.operator.actor)
  const { status, headers } = await operator.get(url(`${containerId},${containerId}`))
  assert.deepEqual([status, headers['content-type']], [200, 'application/pdf'])
  assert.equal((await http.as(strangers.operator.actor).get(url(containerId))).status, 404)
  assert.equal((await operator.get(url('x'))).status, 422)
})

test('any C2SP client can follow the ledger', async () => {
  const checkpointReply = await http.inject('/ledger/checkpoint')
  assert.equal(checkpointReply.headers['content-type'], 'text/plain; charset=utf-8')
  assert.match(String(checkpointReply.headers['cache-control']), /max-age=[1-9]$/)
  const { size, root } = parseCheckpoint(`${checkpointReply.body.split('\n\n')[0]!}\n`)
  const bytesAt = async (path: string) => {
    const reply = await http.inject(path)
    assert.equal(reply.statusCode, 200, path)
    assert.equal(reply.headers['content-type'], 'application/octet-stream')
    assert.match(String(reply.headers['cache-control']), /immutable/)
    return Uint8Array.from(reply.rawPayload)
  }
  const tile = await bytesAt(`/ledger/tile/0/000.p/${size}`)
  const read = hashFromTiles(size, () => tile)
  assert.deepEqual(treeRoot(size, read), root)
  const entries = decodeEntries(await bytesAt(`/ledger/tile/entries/000.p/${size}`), Number(size))
  for (const [at, entry] of entries.entries())
    assert.deepEqual(hashLeaf(entry), read(0, BigInt(at)))
  for (const absent of [
    '0/000',
    `0/000.p/${size + 1n}`,
    '0/001.p/1',
    '1/000.p/1',
    '0/0',
    'x',
    '0/000.p/0',
    '0/000.p/01',
  ])
    assert.equal((await http.inject(`/ledger/tile/${absent}`)).statusCode, 404, absent)
  const { body } = await anyone.get<LedgerStatus>('/api/ledger')
  assert.deepEqual([body.size, body.waiting, body.refusal], [Number(size), 0, null])
  assert.equal(body.checkpoint, checkpointReply.body)
})

// A warehouse that keeps its key itself: its statements wait for it, others' behind them, and the business for nobody.
import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ed25519Signer, utf8Encode } from 'tlog'
import { containerCheckDigit, ContainerNumber } from '#kernel/container-number.ts'
import type { SealNumber } from '#kernel/seal-number.ts'
import type { StationCode } from '#kernel/station.ts'
import { CommandError } from '#platform/command.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers, type Followers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { identityRoutes, openIdentity } from '#identity'
import { possessionText, type OrganisationPublicKey } from '#identity/contract.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { departureFixture } from '#train/fixtures.ts'
import { bookingRoutes, takeStep } from '#booking'
import type { BookingView, ContainerId, ContainerStep } from '#booking/contract.ts'
import { openPassport, passportRoutes, type Passport } from '#passport'
import { base64urlEncode } from '#passport/base64url.ts'
import type { ContainerPassport, UnsignedStatement } from '#passport/contract.ts'
import { kidOf } from '#passport/entry.ts'
import { seeded } from '#passport/fixtures.ts'
import { makeKeyFile, readKeyFile, signShown } from '#passport/own-key.ts'
import { verifyEvidence } from '#passport/verify.ts'

const database = await testDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'landbridge-signing-'))
const clock = testClock()
const ids = randomIds(clock)
const parties = await organisationsFixture(database)
const { signer } = parties
const identity = openIdentity({ database, clock, ids, signer, secure: false })
const http = await testHttp(database, { clock })
const warehouse = http.as(parties.warehouse.actor)

let passport: Passport
let followers: Followers
const errors: unknown[] = []

before(async () => {
  passport = await openPassport({
    database,
    clock,
    dataDir,
    signer,
    publicUrl: 'https://trains.example.cn',
    onError: (error) => errors.push(error),
  })
  followers = await startFollowers(database, passport.followers, (error) => errors.push(error))
  identityRoutes(http, identity)
  bookingRoutes(http)
  passportRoutes(http, passport)
})

after(async () => {
  await followers.stop()
  await passport.close()
  await identity.close()
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
    consignee: { name: 'Toshkent Savdo MChJ', country: 'UZ', address: 'Tashkent, Amir Temur 1' },
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

/** A box of its own for each container. */
function boxOf(containerId: ContainerId): ContainerNumber {
  boxes.add(containerId)
  const unchecked = `CSQU${300_000 + [...boxes].indexOf(containerId)}`
  return ContainerNumber.parse(`${unchecked}${containerCheckDigit(unchecked)}`)
}
const boxes = new Set<ContainerId>()

async function take(containerId: ContainerId, step: ContainerStep, by: 'operator' | 'warehouse') {
  clock.advance(60)
  const box = {
    containerNumber: boxOf(containerId),
    sealNumber: 'SH1234567' as SealNumber,
  }
  await database.transact((tx) =>
    takeStep(tx, {
      actor: parties[by].actor,
      step,
      containerId,
      said: {},
      place: 'CN-DONGJIA' as StationCode,
      now: clock(),
      ...(step === 'assign' && { change: box }),
    }),
  )
}

async function settle(): Promise<void> {
  await followers.settle()
  await passport.loop.settle()
}

const ownKey = (label: string) => ed25519Signer(label, seeded(label, 32))
type OwnKey = ReturnType<typeof ownKey>

const { organisationId } = parties.warehouse

/** What `landbridge keys make` prints. */
const offered = (key: OwnKey, of: string = organisationId) => ({
  publicJwk: { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(key.publicKey) },
  proof: base64urlEncode(key.sign(utf8Encode(possessionText(of, kidOf(key.publicKey))))),
})

const replace = (body: object) => warehouse.post('/api/signing-key/replace', body)
const unsigned = async () => {
  await settle()
  const { body } = await warehouse.get<{ items: UnsignedStatement[] }>('/api/statements/unsigned')
  return body.items
}
const sign = (one: UnsignedStatement, key: OwnKey, as = warehouse) =>
  as.post(`/api/containers/${one.containerId}/sign-statement`, {
    sequence: one.sequence,
    signature: base64urlEncode(key.sign(utf8Encode(one.input))),
  })
const passportOf = async (containerId: ContainerId) => {
  await settle()
  const url = `/api/containers/${containerId}/passport`
  return (await http.as(parties.exporter.actor).get<ContainerPassport>(url)).body
}
const story = ({ statements, unsigned: waiting }: ContainerPassport) =>
  [...statements, { event: '|' }, ...waiting].map(({ event }) => event).join(' ')
async function verdictOn(containerId: ContainerId) {
  const { code } = await passportOf(containerId)
  const { payload } = await http.inject(`/api/passports/${code}/evidence`)
  return verifyEvidence(utf8Encode(payload))
}

const first = ownKey('first')
const second = ownKey('second')

test('a key is taken only from who holds it, for the organisation it was offered for, once', async () => {
  const refused = async (own: object) => (await replace({ reason: 'rotated', own })).body['code']
  const forAnother = offered(first, parties.broker.organisationId)
  assert.equal(await refused(forAnother), 'identity.key_not_possessed')
  const borrowed = { ...offered(first), publicJwk: offered(second).publicJwk }
  assert.equal(await refused(borrowed), 'identity.key_not_possessed')
  assert.equal((await replace({ reason: 'rotated', own: offered(first) })).status, 200)
  assert.equal(await refused(offered(first)), 'identity.key_known')
  const { body } = await warehouse.get<{ items: OrganisationPublicKey[] }>(
    `/api/organisations/${organisationId}/keys`,
  )
  assert.deepEqual(
    body.items.map(({ keptBy, revoked }) => [keptBy, revoked?.reason]),
    [
      ['organisation', undefined],
      ['platform', 'rotated'],
    ],
  )
})

test('a step of the own key waits for the signature, later steps behind it, the box for nobody', async () => {
  const containerId = await book()
  await take(containerId, 'assign', 'operator')
  await take(containerId, 'receive', 'warehouse')
  await take(containerId, 'stuff', 'warehouse')
  assert.equal(story(await passportOf(containerId)), 'booked assigned | received stuffed')
  const label = `/api/containers/${containerId}/label.pdf`
  assert.equal((await http.as(parties.operator.actor).get(label)).status, 200)

  const [asked, ...more] = await unsigned()
  assert.ok(asked)
  assert.deepEqual(more, [], 'what is behind has no hash to continue yet')
  assert.equal((await sign(asked, second)).body['code'], 'passport.wrong_signature')
  const stranger = http.as(parties.broker.actor)
  assert.equal((await sign(asked, first, stranger)).body['code'], 'passport.nothing_to_sign')
  const answers = await Promise.all([sign(asked, first), sign(asked, first)])
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 409],
  )
  assert.equal(story(await passportOf(containerId)), 'booked assigned received | stuffed')

  const [next] = await unsigned()
  assert.equal((await sign(next!, first)).status, 200)
  assert.deepEqual(await unsigned(), [])
  const verdict = await verdictOn(containerId)
  assert.equal(verdict.statements.length, 4)
  assert.equal(verdict.statements[3]!.key.kid, kidOf(first.publicKey))
})

test('what waits when the key is replaced is signed with the next one, and only with that', async () => {
  const containerId = await book()
  await take(containerId, 'assign', 'operator')
  await take(containerId, 'receive', 'warehouse')
  const [old] = await unsigned()
  assert.equal((await replace({ reason: 'rotated', own: offered(second) })).status, 200)
  // Refused before the ledger has heard of the new key, and after, when the next signature is asked of that one.
  assert.match(
    String((await sign(old!, first)).body['code']),
    /^passport\.(nothing_to_sign|wrong_signature)$/,
  )
  const [asked] = await unsigned()
  assert.equal(asked!.kid, kidOf(second.publicKey))
  assert.equal((await sign(old!, first)).body['code'], 'passport.wrong_signature')
  assert.equal((await sign(asked!, second)).status, 200)
  assert.equal(story(await passportOf(containerId)), 'booked assigned received |')
})

test('given back to the platform, what waits is signed at once; the old key’s end stands in the evidence', async () => {
  const containerId = await book()
  await take(containerId, 'assign', 'operator')
  await take(containerId, 'receive', 'warehouse')
  const [asked] = await unsigned()
  assert.equal((await sign(asked!, second)).status, 200)
  await take(containerId, 'stuff', 'warehouse')
  assert.equal(story(await passportOf(containerId)), 'booked assigned received | stuffed')
  assert.equal((await replace({ reason: 'compromised' })).status, 200)
  assert.equal(story(await passportOf(containerId)), 'booked assigned received stuffed |')
  const verdict = await verdictOn(containerId)
  const [received, stuffed] = verdict.statements.slice(2)
  assert.equal(received!.key.revoked?.reason, 'compromised')
  assert.equal(stuffed!.key.revoked, undefined)
  assert.ok(verdict.unproven.some(({ code }) => code === 'unproven.compromised'))
})

test('the party’s own program makes a key, signs what it was shown, and nothing else', async () => {
  const file = join(dataDir, 'own.key')
  const own = makeKeyFile(file, organisationId)
  assert.throws(() => makeKeyFile(file, organisationId), { code: 'EEXIST' })
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.equal((await replace({ reason: 'rotated', own })).status, 200)
  const containerId = await book()
  await take(containerId, 'assign', 'operator')
  await take(containerId, 'receive', 'warehouse')
  const [asked] = await unsigned()
  const key = readKeyFile(file)
  const otherTale = { ...asked!.public, content: { ...asked!.public.content, event: 'sealed' } }
  assert.throws(() => signShown({ ...asked!, public: otherTale }, key), CommandError)
  assert.throws(() => signShown(asked!, second), CommandError)
  const answer = await warehouse.post(`/api/containers/${containerId}/sign-statement`, {
    sequence: asked!.sequence,
    signature: base64urlEncode(signShown(asked!, key)),
  })
  assert.equal(answer.status, 200)
})

test('only an administrator replaces the key', async () => {
  const clerk = http.as({ ...parties.warehouse.actor, role: 'clerk' })
  const answer = await clerk.post('/api/signing-key/replace', { reason: 'rotated' })
  assert.equal(answer.status, 403)
})

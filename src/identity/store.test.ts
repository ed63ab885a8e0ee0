// What only the real database can show: uniqueness, digests instead of secrets, keys that open, races that one side wins.
import assert from 'node:assert/strict'
import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { after, test } from 'node:test'
import {
  createMember,
  createOrganisation,
  inviteFirstAdministrator,
  listOrganisationKeys,
  organisationKeys,
  thumbprint,
} from '#identity'
import { countAttempt } from '#identity/attempt-store.ts'
import { FIXTURE_PASSWORD, organisationsFixture, particulars } from '#identity/fixtures.ts'
import { pageOrganisations, readOrganisations } from '#identity/store.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { randomIds } from '#platform/ids.ts'
import { createSigner } from '#platform/signer.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'

const database = await testDatabase()
const clock = testClock()
const parties = await organisationsFixture(database)
const making = () => ({ signer: parties.signer, ids: randomIds(clock), now: clock() })

after(() => database.drop())

const code = (expected: string) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === expected

test('an organisation signs with its own key, which another envelope cannot open', async () => {
  const { organisationId } = parties.operator
  const bytes = new TextEncoder().encode('已装车')
  const open = (signer = parties.signer) =>
    database.transact((tx) => organisationKeys(tx, signer, [organisationId, organisationId]))
  const key = (await open()).get(organisationId)
  const [published] = await database.transact((tx) => listOrganisationKeys(tx, organisationId))
  assert.ok(published && key)
  assert.equal(published.kid, key.kid)
  assert.equal(thumbprint(published.publicJwk), key.kid)
  const publicKey = createPublicKey({ key: { ...published.publicJwk }, format: 'jwk' })
  assert.ok(key.sign)
  assert.equal(verify(null, bytes, publicKey, await key.sign(bytes)), true)
  assert.equal(verify(null, Buffer.from('已卸车'), publicKey, await key.sign(bytes)), false)

  const stranger = createSigner(randomBytes(32))
  await assert.rejects(open(stranger))
  const absent = 'org_00000000000000000000' as OrganisationId
  await assert.rejects(
    database.transact((tx) => organisationKeys(tx, parties.signer, [organisationId, absent])),
    code('identity.organisation_absent'),
  )
})

test('the thumbprint is that of RFC 8037, appendix A.3', () => {
  const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'
  assert.equal(
    thumbprint({ kty: 'OKP', crv: 'Ed25519', x }),
    'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  )
})

test('making an organisation says its key, once', async () => {
  const { rows } = await database.pool.query<{ payload: { organisationId: string; kid: string } }>(
    `select payload from outbox where kind = 'organisation.key_made'`,
  )
  const said = rows.map(({ payload }) => payload.organisationId).sort()
  const { signer: _, ...byKind } = parties
  assert.deepEqual(
    said,
    Object.values(byKind)
      .map((party) => party.organisationId)
      .sort(),
  )
})

test('a credit code, or a country’s number, registers one organisation', async () => {
  for (const kind of ['exporter', 'rail'] as const)
    await assert.rejects(
      database.transact((tx) => createOrganisation(tx, making(), particulars(kind, 'a'))),
      code('identity.organisation_registered'),
    )
})

test('an e-mail address has one account', async () => {
  const member = {
    organisationId: parties.broker.organisationId,
    name: 'Анна',
    email: parties.exporter.email,
    role: 'clerk',
    password: FIXTURE_PASSWORD,
  } as const
  await assert.rejects(
    database.transact((tx) => createMember(tx, making(), member)),
    code('identity.email_taken'),
  )
})

test('no password, and no private key, is readable in any table', async () => {
  const seeds = await database.pool.query('select sealed_seed from organisation_key')
  assert.ok(seeds.rows.every(({ sealed_seed }) => sealed_seed.length > 32))
  const accounts = await database.pool.query('select password from auth_account')
  for (const { password } of accounts.rows) {
    assert.ok(!password.includes(FIXTURE_PASSWORD))
    assert.match(password, /^[0-9a-f]{32}:[0-9a-f]{128}$/)
  }
})

test('the pages of organisations hold each once, in order', async () => {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await database.transact((tx) => pageOrganisations(tx, { cursor, limit: 4 }))
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  assert.equal(new Set(seen).size, 9)
  assert.deepEqual(seen, seen.toSorted())
  const none = await database.transact((tx) => readOrganisations(tx, []))
  assert.deepEqual(none, [])
})

test('attempts made at once are each counted, and a window that ended begins anew', async () => {
  const now = clock()
  const at = (time: Date) => database.transact((tx) => countAttempt(tx, 'somebody', 5, time))
  const counted = await Promise.all(Array.from({ length: 8 }, () => at(now)))
  assert.deepEqual(
    new Set(counted.map(({ attempts }) => attempts)),
    new Set([1, 2, 3, 4, 5, 6, 7, 8]),
  )
  assert.equal((await at(new Date(now.getTime() + 299_000))).attempts, 9)
  assert.equal((await at(new Date(now.getTime() + 300_000))).attempts, 1)
})

test('a fresh installation invites its first administrator at every start until somebody came', async () => {
  const fresh = await testDatabase()
  try {
    const start = () =>
      fresh.transact((tx) => inviteFirstAdministrator(tx, making(), 'li.na@example.cn'))
    const [first, second] = [await start(), await start()]
    assert.ok(first && second && first !== second)
    const { rows } = await fresh.pool.query('select organisation_id, revoked_at from invitation')
    assert.equal(new Set(rows.map((row) => row.organisation_id)).size, 1)
    assert.equal(rows.filter((row) => row.revoked_at === null).length, 1)
    const member = {
      organisationId: rows[0].organisation_id,
      name: '李娜',
      email: 'li.na@example.cn',
      role: 'administrator',
      password: FIXTURE_PASSWORD,
    } as const
    await fresh.transact((tx) => createMember(tx, making(), member))
    assert.equal(await start(), undefined)
  } finally {
    await fresh.drop()
  }
})

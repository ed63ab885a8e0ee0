// Organisations, members, invitations and API keys over the real HTTP layer: the journey, then everyone who must be refused.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { identityRoutes, openIdentity } from '#identity'
import type { Member, Organisation, Session } from '#identity/contract.ts'
import { FIXTURE_PASSWORD, organisationsFixture, particulars } from '#identity/fixtures.ts'
import type { Actor } from '#kernel/organisation.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { caller, testHttp } from '#platform/testing/http.ts'

const clock = testClock()
const database = await testDatabase()
const parties = await organisationsFixture(database)
const { signer, platform, exporter, operator } = parties
const ids = randomIds(clock)
const identity = openIdentity({ database, clock, ids, signer, secure: false })
/** Callers named by their actor, for the rules; and the real gate, for what signs in. */
const http = await testHttp(database, { clock })
const gate = await testHttp(database, { clock, authenticate: identity.authenticate })
identityRoutes(http, identity)
identityRoutes(gate, identity)

after(async () => {
  await http.app.close()
  await gate.app.close()
  await identity.close()
  await database.drop()
})

const stranger = http.as(null)
const ascending = (a: number, b: number) => a - b
const clerk: Actor = { ...exporter.actor, role: 'clerk' }
const codeOf = (reply: { body: Record<string, unknown> }) => reply.body['code']

interface Issued {
  readonly invitation: { readonly id: string; readonly state: string; readonly email: string }
  readonly token: string
}

async function invite(actor: Actor, email: string, role = 'clerk') {
  const reply = await http.as(actor).post<Issued>('/api/invitations', { email, role })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}

function accept(token: string, name = '陈静') {
  return stranger.post('/api/invitations/accept', { token, name, password: FIXTURE_PASSWORD })
}

async function join(actor: Actor, email: string, role = 'clerk'): Promise<Member> {
  const { token } = await invite(actor, email, role)
  assert.equal((await accept(token)).status, 200)
  const { body } = await http.as(actor).get<{ items: Member[] }>('/api/members')
  return body.items.find((member) => member.email === email)!
}

async function cookieOf(email: string): Promise<string> {
  const body = { email, password: FIXTURE_PASSWORD }
  const reply = await caller(gate, {}).post('/api/session/sign-in', body)
  return String(reply.headers['set-cookie']).split(';')[0]!
}

test('the platform registers a party, whose invited administrator signs in', async () => {
  const organisation = particulars('forwarder', 'new')
  const made = await http
    .as(platform.actor)
    .post<Issued & { organisation: Organisation }>('/api/organisations', {
      organisation,
      administratorEmail: 'boss@example.cn',
    })
  assert.equal(made.status, 200)
  const { token } = made.body
  const read = await stranger.post<Session>('/api/invitations/read', { token })
  assert.equal(read.body.organisation.names.zh, organisation.names.zh)
  assert.equal((await accept(token)).status, 200)
  const boss = caller(gate, { cookie: await cookieOf('boss@example.cn') })
  const me = await boss.get<Session>('/api/session')
  assert.equal(me.body.role, 'administrator')
  assert.equal(me.body.organisation.id, made.body.organisation.id)
  const keys = await stranger.get<{ items: unknown[] }>(
    `/api/organisations/${made.body.organisation.id}/keys`,
  )
  assert.equal(keys.body.items.length, 1)
})

test('registrations that cannot be are refused field by field', async () => {
  const good = particulars('exporter', 'bad input')
  const cases: [Record<string, unknown>, string, string][] = [
    [{ creditCode: '91370100MA3TXK4Q9X' }, '/organisation/creditCode', 'credit_code.'],
    [{ creditCode: undefined }, '/organisation/creditCode', 'registration.credit_code_missing'],
    [{ country: 'KZ' }, '/organisation/creditCode', 'registration.chinese_number_abroad'],
    [{ country: 'XX' }, '/organisation/country', 'country.unknown'],
    [{ customsCode: '123' }, '/organisation/customsCode', 'customs_code.format'],
    [{ names: { ...good.names, ru: ' ' } }, '/organisation/names/ru', 'line.empty'],
    [
      { country: 'KZ', creditCode: undefined },
      '/organisation/registrationNumber',
      'registration.number_missing',
    ],
    [
      { registrationNumber: 'HRB 1' },
      '/organisation/registrationNumber',
      'registration.foreign_number_in_china',
    ],
  ]
  for (const [wrong, pointer, code] of cases) {
    const body = { organisation: { ...good, ...wrong }, administratorEmail: 'x@example.cn' }
    const reply = await http.as(platform.actor).post('/api/organisations', body)
    const faults = reply.body['errors'] as { pointer: string; code: string; detail: string }[]
    assert.equal(reply.status, 422)
    assert.ok(
      faults.some((fault) => fault.pointer === pointer && fault.code.startsWith(code)),
      JSON.stringify(faults),
    )
  }
})

test('partners see names only; particulars are one’s own or the platform’s', async () => {
  const list = await http
    .as(exporter.actor)
    .get<{ items: Record<string, unknown>[] }>('/api/organisations?kind=operator')
  assert.deepEqual(
    list.body.items.map(({ id }) => id),
    [operator.organisationId],
  )
  assert.deepEqual(Object.keys(list.body.items[0]!).sort(), ['country', 'id', 'kind', 'names'])
  const path = `/api/organisations/${operator.organisationId}`
  assert.equal((await http.as(operator.actor).get(path)).status, 200)
  assert.equal((await http.as(platform.actor).get(path)).status, 200)
  const refused = await http.as(exporter.actor).get(path)
  const absent = await http.as(exporter.actor).get(path.replace(/.{20}$/, '0'.repeat(20)))
  assert.equal(refused.status, 404)
  assert.deepEqual(refused.body, absent.body)
})

test('an invitation works once, even for two at the same moment', async () => {
  const { token } = await invite(exporter.actor, 'once@example.cn')
  const replies = await Promise.all([accept(token), accept(token)])
  assert.deepEqual(replies.map(({ status }) => status).sort(ascending), [200, 409])
  assert.equal(codeOf(await accept(token)), 'identity.invitation_accepted')
})

test('an invitation that was withdrawn, replaced, outlived or made up lets nobody in', async () => {
  const withdrawn = await invite(exporter.actor, 'withdrawn@example.cn')
  const path = `/api/invitations/${withdrawn.invitation.id}/revoke`
  assert.equal((await http.as(operator.actor).post(path)).status, 404)
  assert.equal((await http.as(exporter.actor).post(path)).body['state'], 'revoked')
  assert.equal(codeOf(await http.as(exporter.actor).post(path)), 'identity.invitation_revoked')
  assert.equal(codeOf(await accept(withdrawn.token)), 'identity.invitation_revoked')

  const replaced = await invite(exporter.actor, 'again@example.cn')
  const newer = await invite(exporter.actor, 'again@example.cn')
  assert.equal(codeOf(await accept(replaced.token)), 'identity.invitation_revoked')
  clock.advance(7 * 24 * 60)
  assert.equal(codeOf(await accept(newer.token)), 'identity.invitation_expired')
  assert.equal(codeOf(await accept('A'.repeat(43))), 'identity.invitation_absent')
})

test('a member cannot be invited again, nor an address that has an account join', async () => {
  const again = { email: exporter.email, role: 'clerk' }
  const own = await http.as(exporter.actor).post('/api/invitations', again)
  assert.equal(codeOf(own), 'identity.already_member')
  const { token } = await invite(operator.actor, exporter.email)
  assert.equal(codeOf(await accept(token)), 'identity.email_taken')
})

test('a guessable password is refused and leaves the invitation open', async () => {
  const { token } = await invite(exporter.actor, 'weak@example.cn')
  const weak = { token, name: '周', password: 'password12345' }
  const reply = await stranger.post('/api/invitations/accept', weak)
  assert.equal(reply.status, 422)
  assert.equal(codeOf(reply), 'identity.password_guessable')
  assert.equal((await accept(token)).status, 200)
})

test('a member shut out is out at once, and comes back with the same password', async () => {
  const member = await join(exporter.actor, 'out@example.cn')
  const cookie = await cookieOf('out@example.cn')
  const as = http.as(exporter.actor)
  const out = await as.post(`/api/members/${member.id}/deactivate`)
  assert.equal(out.body['active'], false)
  assert.equal((await caller(gate, { cookie }).get('/api/session')).status, 401)
  const body = { email: 'out@example.cn', password: FIXTURE_PASSWORD }
  const refused = await caller(gate, {}).post('/api/session/sign-in', body)
  assert.equal(codeOf(refused), 'identity.deactivated')
  assert.equal(refused.headers['set-cookie'], undefined)
  assert.equal((await as.post(`/api/members/${member.id}/reactivate`)).body['active'], true)
  assert.equal((await caller(gate, {}).post('/api/session/sign-in', body)).status, 200)
})

test('a new role holds from the next request on', async () => {
  const member = await join(exporter.actor, 'rise@example.cn', 'viewer')
  const session = caller(gate, { cookie: await cookieOf('rise@example.cn') })
  assert.equal(codeOf(await session.post('/api/api-keys', {})), 'http.readers_only_read')
  const change = `/api/members/${member.id}/change-role`
  await http.as(exporter.actor).post(change, { role: 'administrator' })
  const key = { name: 'ERP', role: 'clerk' }
  assert.equal((await session.post('/api/api-keys', key)).status, 200)
})

test('two administrators who demote each other at once leave one', async () => {
  const second = await join(parties.broker.actor, 'second@example.cn', 'administrator')
  const as = http.as(parties.broker.actor)
  const demote = (id: string) => as.post(`/api/members/${id}/change-role`, { role: 'viewer' })
  const replies = await Promise.all([demote(second.id), demote(parties.broker.memberId)])
  assert.deepEqual(replies.map(({ status }) => status).sort(ascending), [200, 409])
  const refused = replies.find(({ status }) => status === 409)!
  assert.equal(codeOf(refused), 'identity.last_administrator')
})

test('an API key is shown once, works for its organisation and role, and ends', async () => {
  const as = http.as(operator.actor)
  const made = await as.post<{ secret: string; apiKey: { id: string; hint: string } }>(
    '/api/api-keys',
    { name: 'TMS 对接', role: 'viewer', days: 30 },
    { 'idempotency-key': 'key-1' },
  )
  const { secret, apiKey } = made.body
  assert.match(secret, /^lbk_[A-Za-z0-9_-]{43}$/)
  assert.equal(secret.slice(-4), apiKey.hint)
  const again = { name: 'TMS 对接', role: 'viewer', days: 30 }
  const repeated = await as.post('/api/api-keys', again, { 'idempotency-key': 'key-1' })
  assert.equal(codeOf(repeated), 'http.already_done')

  const machine = caller(gate, { authorization: `Bearer ${secret}`, 'accept-language': 'ru' })
  const me = await machine.get<Session>('/api/session')
  assert.equal(me.body.member, null)
  assert.equal(me.body.organisation.id, operator.organisationId)
  assert.equal(codeOf(await machine.post('/api/invitations', {})), 'http.readers_only_read')

  const used = await as.get<{ items: { lastUsedAt: string }[] }>('/api/api-keys')
  assert.equal(used.body.items[0]?.lastUsedAt, clock().toISOString())
  assert.ok(!JSON.stringify(used.body).includes(secret))

  const revoke = `/api/api-keys/${apiKey.id}/revoke`
  assert.equal((await http.as(exporter.actor).post(revoke)).status, 404)
  assert.equal((await as.post(revoke)).body['state'], 'revoked')
  assert.equal((await machine.get('/api/session')).status, 401)
})

test('an API key expires, has no administrator’s role, and shadows the cookie beside it', async () => {
  const as = http.as(operator.actor)
  const body = { name: 'short', role: 'clerk', days: 1 }
  const made = await as.post<{ secret: string }>('/api/api-keys', body)
  const machine = caller(gate, { authorization: `Bearer ${made.body.secret}` })
  assert.equal((await machine.get('/api/session')).status, 200)
  clock.advance(24 * 60)
  assert.equal((await machine.get('/api/session')).status, 401)
  assert.equal((await as.post('/api/api-keys', { ...body, role: 'administrator' })).status, 422)
  const cookie = await cookieOf(exporter.email)
  for (const authorization of [`Bearer ${made.body.secret}`, 'Bearer lbk_x', 'Basic YTpi']) {
    const both = caller(gate, { cookie, authorization })
    assert.equal((await both.get('/api/session')).status, 401, authorization)
  }
})

test('one organisation sees and changes nothing of another', async () => {
  const member = `/api/members/${operator.memberId}`
  const as = http.as(exporter.actor)
  for (const [path, body] of [
    [`${member}/change-role`, { role: 'viewer' }],
    [`${member}/deactivate`, {}],
    [`${member}/reactivate`, {}],
  ] as const)
    assert.equal(codeOf(await as.post(path, body)), 'identity.member_absent')
  const lists = ['/api/members', '/api/invitations', '/api/api-keys']
  const theirs = await Promise.all(lists.map((path) => http.as(operator.actor).get(path)))
  const ours = await Promise.all(lists.map((path) => as.get(path)))
  const idsOf = (replies: typeof ours) =>
    replies.flatMap(({ body }) => (body['items'] as { id: string }[]).map(({ id }) => id))
  assert.ok(idsOf(ours).length > 0)
  assert.deepEqual(
    idsOf(ours).filter((id) => idsOf(theirs).includes(id)),
    [],
  )
})

test('strangers and clerks are refused wherever an account or an administrator is needed', async () => {
  const own = http.endpoints.filter(({ access }) => access !== 'public')
  assert.ok(own.length > 10)
  for (const { method, path, access, administratorOnly } of own) {
    const url = `/api${path.replace(/:(\w+)/g, 'nothing')}`
    const send = (who: typeof stranger) => (method === 'GET' ? who.get(url) : who.post(url))
    assert.equal((await send(stranger)).status, 401, path)
    if (administratorOnly && access === 'member')
      assert.equal(codeOf(await send(http.as(clerk))), 'http.administrators_only', path)
  }
  const body = { organisation: particulars('exporter', 'x'), administratorEmail: 'x@example.cn' }
  const refused = await http.as(exporter.actor).post('/api/organisations', body)
  assert.equal(codeOf(refused), 'http.not_your_kind')
})

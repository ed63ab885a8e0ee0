// The journey of signing in and out over the real HTTP layer, then everyone who must be refused.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deleteSessionsOver, identityRoutes, openIdentity } from '#identity'
import { FIXTURE_PASSWORD, organisationsFixture } from '#identity/fixtures.ts'
import type { Session } from '#identity/contract.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { caller, testHttp } from '#platform/testing/http.ts'

const clock = testClock()
const database = await testDatabase()
const parties = await organisationsFixture(database)
const { signer } = parties
const ids = randomIds(clock)
const identity = openIdentity({ database, clock, ids, signer, secure: false })
const http = await testHttp(database, { clock, authenticate: identity.authenticate })
identityRoutes(http, identity)

after(async () => {
  await http.app.close()
  await identity.close()
  await database.drop()
})

const stranger = () => caller(http, { 'accept-language': 'en' })

async function signIn(email: string, password = FIXTURE_PASSWORD) {
  const reply = await stranger().post('/api/session/sign-in', { email, password })
  const set = reply.headers['set-cookie']
  const cookies = (Array.isArray(set) ? set : [set ?? '']).map(String)
  return { ...reply, cookies, cookie: cookies.map((one) => one.split(';')[0]).join('; ') }
}

test('a member signs in, is known, signs out, and is known no more even with the old cookie', async () => {
  const entered = await signIn(parties.exporter.email.toUpperCase())
  assert.equal(entered.status, 200)
  const [cookie = ''] = entered.cookies
  assert.match(cookie, /^landbridge\.session_token=/)
  assert.match(cookie, /; Max-Age=43200/)
  assert.match(cookie, /; HttpOnly/)
  assert.match(cookie, /; SameSite=Lax/)
  const member = caller(http, { cookie: entered.cookie })
  const me = await member.get<Session>('/api/session')
  assert.equal(me.status, 200)
  assert.deepEqual(me.body, entered.body)
  assert.equal(me.body.organisation.kind, 'exporter')
  assert.equal(me.body.member?.email, parties.exporter.email)

  const left = await member.post('/api/session/sign-out')
  assert.equal(left.status, 200)
  assert.match(String(left.headers['set-cookie']), /session_token=; Max-Age=0/)
  assert.equal((await member.get('/api/session')).status, 401)
})

test('a changed cookie is nobody’s', async () => {
  const { cookie } = await signIn(parties.exporter.email)
  const forged = cookie.replace(/=(.)/, (_, first) => `=${first === 'a' ? 'b' : 'a'}`)
  assert.notEqual(forged, cookie)
  assert.equal((await caller(http, { cookie: forged }).get('/api/session')).status, 401)
  assert.equal((await stranger().get('/api/session')).status, 401)
})

test('a session is found among other cookies, until its time is over; then it is forgotten', async () => {
  const { cookie } = await signIn(parties.broker.email)
  const among = caller(http, { cookie: `locale=en; ${cookie};other=%zz; session_token=x` })
  const { body, status } = await among.get<Session>('/api/session')
  assert.equal(status, 200)
  const over = await database.transact((tx) =>
    tx
      .updateTable('auth_session')
      .set({ expires_at: new Date(Date.now() - 1) })
      .where('user_id', '=', body.member!.id)
      .executeTakeFirst(),
  )
  assert.ok(over.numUpdatedRows > 0n)
  assert.equal((await among.get('/api/session')).status, 401)
  await database.transact((tx) => deleteSessionsOver(tx))
  const left = await database.question((tx) =>
    tx.selectFrom('auth_session').select('id').where('user_id', '=', body.member!.id).execute(),
  )
  assert.deepEqual(left, [])
})

test('https makes the cookie secure', async () => {
  const strict = openIdentity({ database, clock, ids, signer, secure: true })
  try {
    const headers = new Headers({ 'x-client-address': '192.0.2.1' })
    const entered = await strict.signIn.signIn(parties.rail.email, FIXTURE_PASSWORD, headers)
    const [cookie = ''] = entered?.cookies ?? []
    assert.match(cookie, /^__Secure-landbridge\.session_token=.*; Secure/)
    const [shown = ''] = cookie.split(';')
    assert.ok(strict.signIn.sessionToken(new Headers({ cookie: shown })))
    const plain = shown.replace('__Secure-', '')
    assert.equal(strict.signIn.sessionToken(new Headers({ cookie: plain })), null)
  } finally {
    await strict.close()
  }
})

test('a wrong password and an unknown address get the same answer, in the reader’s language', async () => {
  const wrong = await signIn(parties.exporter.email, 'not the password')
  const unknown = await signIn('nobody@example.cn', 'not the password')
  assert.equal(wrong.status, 401)
  assert.deepEqual(wrong.body, unknown.body)
  assert.equal(wrong.body['code'], 'identity.sign_in_failed')
  assert.equal(wrong.body['detail'], 'The e-mail address or the password is not right')
  const body = { email: 'nobody@example.cn', password: 'x' }
  const chinese = await caller(http, {}).post('/api/session/sign-in', body)
  assert.equal(chinese.body['detail'], '邮箱或密码不正确')
  assert.equal(chinese.headers['set-cookie'], undefined)
})

test('the sixth wrong password in five minutes is not looked at, nor is the right one', async () => {
  const { email } = parties.warehouse
  for (let attempt = 1; attempt <= 5; attempt += 1)
    assert.equal((await signIn(email, `wrong password ${attempt}`)).status, 401)
  const refused = await signIn(email)
  assert.equal(refused.status, 429)
  assert.equal(refused.body['code'], 'identity.too_many_attempts')
  assert.equal(refused.headers['retry-after'], '300')
  assert.equal((await signIn(parties.broker.email)).status, 200)
  clock.advance(5)
  assert.equal((await signIn(email)).status, 200)
})

test('sign-ins at once, when windows end under them, are all let in', async () => {
  // Every other request is two hours later: to it, the windows the others count in are over.
  let asked = 0
  const skewed = () => new Date(clock().getTime() + (asked++ % 2) * 2 * 3600_000)
  const busy = await testHttp(database, { clock: skewed, authenticate: identity.authenticate })
  identityRoutes(busy, identity)
  const accounts = [parties.exporter, parties.operator, parties.customs, parties.rail]
  for (let round = 0; round < 6; round += 1) {
    const replies = await Promise.all(
      [...accounts, ...accounts].map(({ email }) =>
        caller(busy, {}).post('/api/session/sign-in', { email, password: FIXTURE_PASSWORD }),
      ),
    )
    for (const reply of replies) assert.equal(reply.status, 200, JSON.stringify(reply.body))
  }
  await busy.app.close()
})

test('many sign-ins with the right password are no attempt at guessing', async () => {
  for (let time = 0; time < 8; time += 1)
    assert.equal((await signIn(parties.customs.email)).status, 200)
})

test('a sign-in from another site is refused before it is looked at', async () => {
  const body = { email: parties.exporter.email, password: FIXTURE_PASSWORD }
  for (const foreign of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
    const reply = await stranger().post('/api/session/sign-in', body, foreign)
    assert.equal(reply.body['code'], 'http.cross_site')
  }
})

test('nothing of the sign-in library is reachable beside our endpoints', async () => {
  for (const path of ['sign-up/email', 'sign-in/email', 'reset-password', 'update-user'])
    assert.equal((await stranger().post(`/api/auth/${path}`)).status, 404)
})

// The journey of signing in and out over the real HTTP layer, then everyone who must be refused.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { identityRoutes, openIdentity } from '#identity'
import { FIXTURE_PASSWORD, organisationsFixture } from '#identity/fixtures.ts'
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
  const entered = await signIn(parties.exporter.email)
  assert.equal(entered.status, 200)
  assert.match(entered.cookies.join('\n'), /^landbridge\.session_token=.+HttpOnly; SameSite=Lax/)
  const member = caller(http, { cookie: entered.cookie })
  const me = await member.get<{ organisation: { kind: string }; member: { email: string } }>(
    '/api/session',
  )
  assert.equal(me.status, 200)
  assert.equal(me.body.organisation.kind, 'exporter')
  assert.equal(me.body.member.email, parties.exporter.email)

  assert.equal((await member.post('/api/session/sign-out')).status, 200)
  assert.equal((await member.get('/api/session')).status, 401)
})

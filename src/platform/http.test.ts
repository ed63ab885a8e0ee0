import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import type { Actor } from '#kernel/organisation.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { problems } from '#kernel/problem.ts'
import { createHttp, serve, servePublic } from '#platform/http.ts'
import { forgetOldKeys } from '#platform/idempotency.ts'
import { printOpenApi } from '#platform/openapi.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { caller, testHttp } from '#platform/testing/http.ts'

const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database)

const jarProblem = problems({
  'jar.closed': {
    kind: 'conflict',
    zh: '{name} 已盖上',
    en: '{name} is closed',
    ru: '{name} закрыта',
  },
})
const put = command({
  path: '/jars/:name/coins',
  summary: 'Put a coin in',
  access: ['exporter'],
  params: z.object({ name: z.string().max(20) }),
  body: z.object({ coin: z.int().positive(), note: z.string().optional() }),
  reply: z.object({ coins: z.int() }),
})
const look = query({
  path: '/jars',
  summary: 'Look at all',
  access: 'public',
  query: z.object({ limit: z.coerce.number().max(5).optional(), q: z.string().optional() }),
  reply: z.object({ jars: z.int() }),
})

serve(http, put, async ({ tx, params }) => {
  await sql`insert into follower (name, position) values (${params.name}, 1)
    on conflict (name) do update set position = follower.position + 1`.execute(tx)
  if (params.name === 'closed') throw jarProblem('jar.closed', { name: params.name })
  const { rows } = await sql<{ coins: number }>`
    select position as coins from follower where name = ${params.name}`.execute(tx)
  return rows[0]!
})
servePublic(http, look, async ({ tx }) => {
  const { rows } = await sql<{ jars: number }>`select count(*) as jars from follower`.execute(tx)
  return rows[0]!
})

const many = Array.from({ length: 4_000 }, (_, index) => `第 ${index} 箱`)
const long = query({
  path: '/long',
  summary: 'Much',
  access: 'public',
  reply: z.object({ many: z.array(z.string()) }),
})
servePublic(http, long, async () => ({ many }))

const exporter: Actor = {
  organisationId: OrganisationId.parse('org_00000000000000000001'),
  organisationKind: 'exporter',
  role: 'clerk',
  memberId: null,
  locale: 'en',
}
const clerk = http.as(exporter)

test('a command is done, and refused with nothing half done', async () => {
  assert.deepEqual((await clerk.post('/api/jars/red/coins', { coin: 1 })).body, { coins: 1 })
  const refused = await clerk.post('/api/jars/closed/coins', { coin: 1 })
  assert.equal(refused.status, 409)
  assert.equal(refused.body['code'], 'jar.closed')
  assert.equal(refused.body['detail'], 'closed is closed')
  assert.equal(refused.headers['content-type'], 'application/problem+json; charset=utf-8')
  const { rows } = await database.pool.query("select 1 from follower where name = 'closed'")
  assert.equal(rows.length, 0)
})

test('who may come in: strangers, other kinds, readers, other sites', async () => {
  const status = async (caller: typeof clerk, headers?: Record<string, string>) =>
    (await caller.post('/api/jars/door/coins', { coin: 1 }, headers)).status
  assert.equal(await status(http.as(null)), 401)
  assert.equal(await status(http.as({ ...exporter, organisationKind: 'rail' })), 403)
  assert.equal(await status(http.as({ ...exporter, role: 'viewer' })), 403)
  assert.equal(await status(clerk, { 'sec-fetch-site': 'cross-site' }), 403)
  assert.equal(await status(clerk, { origin: 'https://elsewhere.example' }), 403)
  assert.equal(await status(clerk, { 'sec-fetch-site': 'same-origin' }), 200)
  assert.equal((await http.as(null).get('/api/jars')).status, 200)
})

test('the same key is done once, at the same time too; with another body it is refused', async () => {
  const key = { 'idempotency-key': 'k-1' }
  const both = await Promise.all([
    clerk.post('/api/jars/blue/coins', { coin: 1 }, key),
    clerk.post('/api/jars/blue/coins', { coin: 1 }, key),
  ])
  assert.deepEqual(
    both.map(({ status, body }) => [status, body]),
    [
      [200, { coins: 1 }],
      [200, { coins: 1 }],
    ],
  )
  const other = await clerk.post('/api/jars/blue/coins', { coin: 2 }, key)
  assert.deepEqual([other.status, other.body['code']], [409, 'http.idempotency_key_reused'])
  const bad = await clerk.post('/api/jars/blue/coins', { coin: 2 }, { 'idempotency-key': 'a b' })
  assert.deepEqual([bad.status, bad.body['code']], [422, 'http.idempotency_key_invalid'])
  await database.transact((tx) => forgetOldKeys(tx, new Date('2026-03-10T08:00:00Z')))
  assert.deepEqual((await clerk.post('/api/jars/blue/coins', { coin: 1 }, key)).body, { coins: 2 })
})

test('bad input is told by its place, in the reader’s language', async () => {
  const bad = await clerk.post('/api/jars/red/coins', { coin: -1 }, { 'accept-language': 'ru' })
  assert.equal(bad.status, 422)
  assert.equal(bad.body['detail'], 'Некоторые значения неверны: см. пояснение к каждому')
  const [fault] = bad.body['errors'] as { pointer: string; detail: string }[]
  assert.equal(fault?.pointer, '/coin')
  assert.match(fault.detail, /[а-я]/)
  assert.equal((await http.as(null).get('/api/jars?limit=99')).status, 422)
  const chosen = await clerk.post('/api/jars/red/coins', {}, { cookie: 'a=b; locale=zh' })
  assert.match(String(chosen.body['detail']), /提交的内容有误/)
})

test('what cannot be read is refused, and the process stays up', async () => {
  const raw = (payload: string | Buffer, type = 'application/json') =>
    http.inject({
      method: 'POST',
      url: '/api/jars/red/coins',
      headers: { 'content-type': type },
      payload,
    })
  assert.equal((await raw('{"coin":')).statusCode, 422)
  assert.equal((await raw('x', 'text/plain')).statusCode, 422)
  const large = await raw(Buffer.alloc(10_000_000, 0x20))
  assert.equal(large.statusCode, 413)
  assert.equal((JSON.parse(large.body) as { code: string }).code, 'http.too_large')
  assert.equal((await http.as(null).get('/api/nothing')).status, 404)
})

test('text that cannot be kept is refused by its place, an address that is none is nobody’s', async () => {
  for (const note of ['a\0b', 'a\ud800b']) {
    const { status, body } = await clerk.post('/api/jars/red/coins', { coin: 1, note })
    const [fault] = body['errors'] as { pointer: string; code: string }[]
    assert.deepEqual([status, fault?.pointer, fault?.code], [422, '/note', 'text.not_a_character'])
  }
  assert.equal((await clerk.get('/api/jars?q=a%00')).status, 422)
  assert.equal((await clerk.post('/api/jars/a%00b/coins', { coin: 1 })).status, 404)
  const nowhere = await clerk.get('/api/%ZZ')
  assert.deepEqual([nowhere.status, nowhere.body['code']], [404, 'http.no_route'])
  assert.equal(nowhere.headers['x-content-type-options'], 'nosniff')
})

test('behind a proxy the address is the one the proxy saw, not one its client wrote', async () => {
  const heard: (string | null)[] = []
  const behind = await createHttp({
    ...http.options,
    secure: true,
    authenticate: async (headers) => {
      heard.push(headers.get('x-client-address'))
      return null
    },
  })
  serve(behind, put, async () => ({ coins: 0 }))
  const forwarded = { 'x-forwarded-for': '192.0.2.7, 203.0.113.9', 'x-client-address': '192.0.2.8' }
  await caller(behind, forwarded).post('/api/jars/red/coins', { coin: 1 })
  assert.deepEqual(heard, ['203.0.113.9'])
})

test('every answer carries the headers that guard a page', async () => {
  const { headers } = await http.as(null).get('/api/jars')
  assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['cache-control'], 'no-store')
})

test('a long answer comes compressed as its reader takes it, and the same', async () => {
  const ask = async (accepted?: string) => {
    const headers = accepted === undefined ? {} : { 'accept-encoding': accepted }
    const answer = await http.inject({ method: 'GET', url: '/api/long', headers })
    assert.equal(answer.headers['cache-control'], 'no-store')
    return { encoding: answer.headers['content-encoding'], body: answer.rawPayload }
  }
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync, none: (body: Buffer) => body }
  for (const [accepted, expected] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.5', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['gzip', 'gzip'],
    ['abr', undefined],
    [undefined, undefined],
  ] as const) {
    const { encoding, body } = await ask(accepted)
    assert.equal(encoding, expected, accepted)
    assert.deepEqual(JSON.parse(String(unpack[expected ?? 'none'](body))), { many })
  }
})

test('the OpenAPI document says what the endpoints are', () => {
  const { paths } = printOpenApi(http, 'http://localhost') as {
    paths: Record<string, Record<string, { parameters?: { name: string }[] }>>
  }
  const names = paths['/api/jars/{name}/coins']?.['post']?.parameters?.map(({ name }) => name)
  assert.deepEqual(names, ['name', 'Idempotency-Key'])
})

// A caller that hangs up before its command is begun: nothing is done behind its back, alone or among those decided together.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { z } from 'zod'
import { command } from '#kernel/endpoint.ts'
import { OrganisationId, type Actor } from '#kernel/organisation.ts'
import type { Database } from '#platform/database.ts'
import { createHttp, serve } from '#platform/http.ts'
import { randomIds } from '#platform/ids.ts'
import { serveTogether } from '#platform/serve-together.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'

const database = await testDatabase()
after(() => database.drop())
const exporter: Actor = {
  organisationId: OrganisationId.parse('org_00000000000000000001'),
  organisationKind: 'exporter',
  role: 'clerk',
  memberId: null,
  locale: 'en',
}
const take = (path: '/alone' | '/together') =>
  command({
    path,
    summary: 'Take one',
    access: ['exporter'],
    body: z.object({ by: z.string() }),
    reply: z.object({ by: z.string() }),
  })

/** A server whose transactions begin when they are let; what was done, by whom. */
async function serverOf() {
  const done: string[] = []
  const waiting: (() => void)[] = []
  const held: Database = {
    ...database,
    transact: async (work) => {
      await new Promise<void>((resume) => waiting.push(resume))
      return database.transact(work)
    },
  }
  const clock = testClock()
  const authenticate = () => Promise.resolve(exporter)
  const http = await createHttp({
    database: held,
    clock,
    ids: randomIds(clock),
    authenticate,
    logLevel: 'error',
  })
  serve(http, take('/alone'), ({ body }) => {
    done.push(body.by)
    return Promise.resolve(body)
  })
  const lane = { lane: () => 'one', hold: () => Promise.resolve() }
  serveTogether(http, take('/together'), lane, (_, asked) => {
    done.push(...asked.map(({ body }) => body.by))
    return Promise.resolve(asked.map(({ body }) => body))
  })
  await http.app.listen({ host: '127.0.0.1', port: 0 })
  after(() => http.app.close())
  return { http, done, waiting, port: (http.app.server.address() as AddressInfo).port }
}

for (const path of ['/alone', '/together'] as const)
  test(`${path}: what was given up before it was begun is not done; its repeat is`, async () => {
    const { http, done, waiting, port } = await serverOf()
    const ask = (by: string, key: string) => {
      const headers = { 'idempotency-key': key, 'content-type': 'application/json' }
      const asked = request({ port, path: `/api${path}`, method: 'POST', headers, agent: false })
      asked.on('error', () => undefined).end(JSON.stringify({ by }))
      return asked
    }
    const [socket] = await Promise.all([
      once(http.app.server, 'connection').then(([one]) => one as NodeJS.EventEmitter),
      Promise.resolve(ask('gone', path)).then(async (lost) => {
        while (waiting.length === 0) await new Promise(setImmediate)
        lost.destroy()
      }),
    ])
    await once(socket, 'close')
    const repeated = ask('repeated', path)
    const answer = once(repeated, 'response') as Promise<[{ statusCode: number }]>
    // The repeat waits beside the first, or in its lane behind it.
    if (path === '/alone') while (waiting.length < 2) await new Promise(setImmediate)
    const ended = answer.then(() => true)
    while (!(await Promise.race([ended, new Promise((next) => setImmediate(next, false))])))
      for (const resume of waiting.splice(0)) resume()
    assert.deepEqual([(await answer)[0].statusCode, done], [200, ['repeated']])
  })

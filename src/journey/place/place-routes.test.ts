// Places of the listing: found by code, name and name without diacritics, those of the mode first; replaced by country; and named in a leg.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { createMoves } from '#tracking/moves.ts'
import type { Carriage } from '#journey/carriage-contract.ts'
import { journeyRoutes } from '#journey'
import type { FoundPlace } from '#journey/place-contract.ts'
import { readListing } from '#journey/place/listing.ts'
import { replacePlaces } from '#journey/place/place-store.ts'

const database = await testDatabase()
const http = await testHttp(database, { clock: testClock() })
journeyRoutes(http, { moves: createMoves(database) })
const parties = await organisationsFixture(database)
const { actor } = parties.exporter
after(() => database.drop())

const find = async (query: string) => {
  const asked = `/api/places?${query}`
  const { body } = await http.as(actor).get<{ loaded: boolean; items: FoundPlace[] }>(asked)
  return [body.loaded, body.items.map(({ code }) => code).join(' ')]
}
const load = (text: string) =>
  database.transact((tx) => replacePlaces(tx, readListing(text).places))

test('before the listing is loaded, a form learns just that', async () => {
  assert.deepEqual(await find('q=Olsztyn'), [false, ''])
})

test('found by code and name, with diacritics and without, those that serve the mode first', async () => {
  const row = (code: string, name: string, plain: string, functions: string) =>
    `,"${code.slice(0, 2)}","${code.slice(2)}","${name}","${plain}",,"${functions}","RL","9506",,"5145N 01928E",""`
  await load(
    [
      row('PLLDZ', 'Łódź', 'Lodz', '-2345---'),
      row('PLOLS', 'Olsztyn', 'Olsztyn', '--3-----'),
      row('PLOLT', 'Olsztynek', 'Olsztynek', '1-------'),
      row('NOOSL', 'Oslo', 'Oslo', '12345---'),
      row('DKCPH', 'København', 'Kobenhavn', '12345---'),
      row('PLSOL', 'Nowy Olsztyn', 'Nowy Olsztyn', '--3-----'),
    ].join('\n'),
  )
  const TABLE: [query: string, found: string][] = [
    ['q=lodz', 'PLLDZ'],
    [`q=${encodeURIComponent('łódź')}`, 'PLLDZ'],
    ['q=KOBENHAVN', 'DKCPH'],
    [`q=${encodeURIComponent('København')}`, 'DKCPH'],
    ['q=pl+ols', 'PLOLS'],
    ['q=olszt&mode=road', 'PLOLS PLOLT PLSOL'],
    ['q=olszt&mode=sea', 'PLOLT PLOLS PLSOL'],
    ['q=olsztyn&mode=sea', 'PLOLS PLOLT PLSOL'],
    ['q=%25', ''],
    ['q=', ''],
  ]
  for (const [query, found] of TABLE) assert.deepEqual(await find(query), [true, found], query)
})

test('another edition replaces its countries, and leaves the others', async () => {
  await load(',"PL","OLS","Olsztyn","Olsztyn",,"--3-----","RL","9506",,"5347N 02029E",""')
  assert.deepEqual(await find('q=lodz'), [true, ''])
  assert.deepEqual(await find('q=oslo'), [true, 'NOOSL'])
})

test('a leg to a place of the listing needs no name: it is taken from there, and kept', async () => {
  const box = await bookedContainer(database, { parties, until: 'depart' })
  const ms = (await box.read()).lastStepAt.getTime()
  const at = (days: number) => new Date(ms + days * 86_400_000).toISOString()
  const { status, body } = await http
    .as(actor)
    .post(`/api/containers/${box.containerId}/carriages`, {
      ...{ stage: 'on', mode: 'road', carrier: 'Kowalski' },
      ...{ from: { code: 'PLGDN' }, to: { code: 'PLOLS' } },
      ...{ plannedDepartureAt: at(60), plannedArrivalAt: at(61) },
    })
  assert.equal(status, 200, JSON.stringify(body))
  assert.deepEqual((body as unknown as Carriage).to, { code: 'PLOLS', name: 'Olsztyn' })
})

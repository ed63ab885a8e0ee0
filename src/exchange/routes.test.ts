import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Answer, type Caller } from '#platform/testing/http.ts'
import { exchangeRoutes } from '#exchange'
import { journeyRoutes } from '#journey'
import { trackingRoutes } from '#tracking'
import type { EpcisEvent } from '#exchange/contract.ts'

const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database)
exchangeRoutes(http)
journeyRoutes(http, trackingRoutes(http))
const booked = await bookedContainer(database, {
  until: 'assign',
  boxes: 1,
})
const { parties } = booked
const { containerNumber } = await booked.read()
const strangers = await organisationsFixture(database, { tag: 'b' })
const operator = http.as(parties.operator.actor)
const warehouse = http.as(parties.warehouse.actor)
const stranger = http.as(strangers.warehouse.actor)
const epc = `urn:epc:id:bic:${containerNumber}`

interface Answered {
  readonly epcisBody: { queryResults: { resultsBody: { eventList: EpcisEvent[] } } }
}

/** A raw body, since the answer is JSON-LD. */
async function events(by: Caller, query = ''): Promise<EpcisEvent[]> {
  const { status, body } = await by.get(`/epcis/v2/events${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return (body as unknown as Answered).epcisBody.queryResults.resultsBody.eventList
}

const seen = (event: object) => ({
  '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-03-02T08:00:00Z',
  epcisBody: { eventList: [event] },
})
const scanned = {
  type: 'ObjectEvent',
  eventID: 'urn:uuid:0b6bb4b2-4c7c-4e57-9d0f-1f3c3a5b7a11',
  eventTime: '2026-03-01T16:00:00+08:00',
  eventTimeZoneOffset: '+08:00',
  action: 'OBSERVE',
  bizStep: 'storing',
  epcList: [epc],
  readPoint: { id: 'urn:epc:id:sgln:6901234.00001.0' },
  'example:dock': 'A7',
}

test('the parties of a container ask what happened to it; strangers are told nothing', async () => {
  const told = await events(operator, '?orderDirection=ASC')
  assert.deepEqual(
    told.map(({ bizStep }) => bizStep),
    ['reserving', 'commissioning'],
  )
  assert.deepEqual(await events(stranger), [])
  assert.equal((await http.as(null).get('/epcis/v2/events')).status, 401)
  const { eventID } = told[1]!
  const one = await operator.get(`/epcis/v2/events/${encodeURIComponent(eventID!)}`)
  assert.equal((one.body as { bizStep?: string }).bizStep, 'commissioning')
  const none = await stranger.get(`/epcis/v2/events/${encodeURIComponent(eventID!)}`)
  assert.equal(none.status, 404)
  assert.equal((await events(operator, `?MATCH_epc=${epc}`)).length, 1)
  assert.equal((await events(operator, '?EQ_bizStep=departing')).length, 0)
  assert.equal((await events(operator, '?MATCH_epc=urn:epc:id:sgtin:1.2.3')).length, 0)
})

test('a warehouse captures what its own system saw; the parties read it, once', async () => {
  const reply = await warehouse.post('/epcis/v2/capture', seen(scanned))
  assert.equal(reply.status, 202)
  const job = await warehouse.get(String(reply.headers['location']))
  assert.deepEqual([job.body['success'], job.body['errors']], [true, []])
  assert.equal((await stranger.get(String(reply.headers['location']))).status, 404)
  assert.equal((await warehouse.post('/epcis/v2/capture', seen(scanned))).status, 202)
  const [found, ...more] = await events(operator, '?EQ_bizStep=storing')
  assert.deepEqual(more, [])
  assert.equal((found as Record<string, unknown>)['example:dock'], 'A7')
  assert.equal((await events(operator, `?MATCH_epc=${epc}`)).length, 2)
  assert.deepEqual(await events(stranger, '?EQ_bizStep=storing'), [])
})

test('pages of two kinds of events in one order, each event once', async () => {
  for (const way of ['ASC', 'DESC']) {
    const all = await events(operator, `?orderBy=eventTime&orderDirection=${way}`)
    const paged: EpcisEvent[] = []
    let next: string | undefined = `/epcis/v2/events?orderDirection=${way}&perPage=1`
    while (next !== undefined) {
      const { body, headers }: Answer = await operator.get(next)
      paged.push(...(body as unknown as Answered).epcisBody.queryResults.resultsBody.eventList)
      const link: unknown = headers['link']
      next = typeof link === 'string' ? /<(.*)>/.exec(link)?.[1] : undefined
    }
    assert.deepEqual(paged, all)
    assert.equal(all.length, 3)
  }
})

test('what is refused, whole or event by event', async () => {
  const other = { ...scanned, eventID: undefined, epcList: ['urn:epc:id:bic:TEXU3605231'] }
  const changed = { ...scanned, bizStep: 'shipping' }
  const broken = { ...scanned, eventID: undefined, eventTime: 'yesterday' }
  const ahead = { ...scanned, eventID: undefined, eventTime: '2199-01-01T00:00:00Z' }
  const good = { ...scanned, eventID: 'urn:uuid:2', bizStep: 'stocking' }
  const document = seen(good)
  document.epcisBody.eventList.push(...[other, changed, broken, ahead])
  const reply = await warehouse.post('/epcis/v2/capture', document)
  const job = await warehouse.get(String(reply.headers['location']))
  assert.equal(job.body['success'], false)
  const errors = job.body['errors'] as { instance: string }[]
  assert.deepEqual(
    errors.map(({ instance }) => instance),
    [1, 2, 3, 4].map((at) => `/epcisBody/eventList/${at}`),
  )
  assert.equal((await events(operator, '?EQ_bizStep=stocking')).length, 0)
  const header = { 'gs1-capture-error-behaviour': 'proceed' }
  await warehouse.post('/epcis/v2/capture', document, header)
  assert.equal((await events(operator, '?EQ_bizStep=stocking')).length, 1)

  const none = await warehouse.post('/epcis/v2/capture', { type: 'EPCISDocument' })
  assert.equal(none.body['code'], 'exchange.not_a_document')
  const many = seen(good)
  many.epcisBody.eventList = Array.from({ length: 501 }, () => good)
  const full = await warehouse.post('/epcis/v2/capture', many)
  assert.equal(full.body['code'], 'exchange.too_many_events')
  const unknown = await operator.get('/epcis/v2/events?EQ_colour=red')
  assert.equal(unknown.body['code'], 'exchange.unknown_parameter')
  const single = await stranger.post('/epcis/v2/events', good)
  assert.equal(single.status, 422)
})

test('DCSA events page by page', async () => {
  const first = await operator.get('/dcsa/tnt/v2/events?limit=1')
  const [received] = first.body as unknown as Record<string, unknown>[]
  assert.equal(received?.['shipmentEventTypeCode'], 'RECE')
  const second = await operator.get(String(first.headers['next-page']))
  const [confirmed] = second.body as unknown as Record<string, unknown>[]
  assert.equal(confirmed?.['shipmentEventTypeCode'], 'CONF')
  assert.match(
    String(confirmed?.['eventID']),
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  assert.deepEqual((await stranger.get('/dcsa/tnt/v2/events')).body, [])
  const wrong = await operator.get('/dcsa/tnt/v2/events?eventType=MOOD')
  assert.equal(wrong.body['code'], 'exchange.bad_parameter')
})

test('a lorry before the train is told to both, once as planned and once as it was, page by page', async () => {
  const { containerId } = booked
  const said = {
    ...{ stage: 'pre', mode: 'road', carrier: '鲁通物流', conveyance: '鲁A12345' },
    ...{ from: { code: 'CNQDG' }, to: { code: 'CNJNA' } },
    ...{ plannedDepartureAt: '2026-02-20T08:00:00+08:00' },
    ...{ plannedArrivalAt: '2026-02-20T16:00:00+08:00' },
  }
  const exporter = http.as(parties.exporter.actor)
  const made = await exporter.post(`/api/containers/${containerId}/carriages`, said)
  assert.equal(made.status, 200, JSON.stringify(made.body))
  const departed = { ...said, departedAt: '2026-02-20T08:10:00+08:00' }
  await exporter.post(`/api/carriages/${String(made.body['id'])}`, departed)
  const told: string[] = []
  let next: string | undefined = '/dcsa/tnt/v2/events?limit=1'
  while (next !== undefined) {
    const { body, headers }: Answer = await operator.get(next)
    for (const event of body as unknown as Record<string, string>[])
      told.push(
        [event['eventClassifierCode'], event['transportEventTypeCode'] ?? event['eventType']].join(
          ' ',
        ),
      )
    const page: unknown = headers['next-page']
    next = typeof page === 'string' ? page : undefined
  }
  assert.deepEqual(told.toSorted(), [
    'ACT DEPA',
    'ACT SHIPMENT',
    'ACT SHIPMENT',
    'PLN ARRI',
    'PLN DEPA',
  ])
  const [event, ...more] = await events(
    operator,
    '?EQ_bizStep=departing&EQ_readPoint=urn:landbridge:place:CNQDG',
  )
  assert.deepEqual(more, [])
  assert.equal(event?.eventTime, '2026-02-20T08:10:00+08:00')
  const one = await operator.get(`/epcis/v2/events/${encodeURIComponent(event!.eventID!)}`)
  assert.equal((one.body as { bizStep?: string }).bizStep, 'departing')
  assert.deepEqual(await events(stranger), [])
})

// Every endpoint that landbridge serves, asked by everyone who must be refused: nobody, the wrong kind, those who may only read,
// clerks where administrators are needed, strangers of the right kind, and the record's own parties naming a record that is not.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newConsignment, newConsolidation } from '#booking/lcl/lcl-fixtures.ts'
import { newBooking, testContainerNumber } from '#booking/fixtures.ts'
import { byRoute, dcsaRequest } from '#exchange/fixtures.ts'
import { particulars } from '#identity/fixtures.ts'
import type { Access } from '#kernel/endpoint.ts'
import { OrganisationKind, type Actor } from '#kernel/organisation.ts'
import { newRateSheet } from '#price/fixtures.ts'
import { timesBefore } from '#train/train.ts'
import { newService, newTimetable } from '#train/fixtures.ts'
import { ANSWERS, NO_SECRET } from './access-answers.ts'
import { digestTables, fillPath, type Asked } from './access-asking.ts'
import {
  BOXES,
  CARRIAGE,
  EMBARGO,
  EXCEPTION,
  FILE,
  FILTER,
  LANE,
  RESTRICTION,
  LIST_MAPPING,
  scanned,
  scannedDocument,
  STANDING,
} from './access-bodies.ts'
import { openWorld } from './access-fixtures.ts'

const world = await openWorld()
after(() => world.close())
const { http, ids, parties, strangers } = world

/** The platform registers parties, watches over the gateway and may mend embargoes and restrictions: there it is no stranger. */
const NO_STRANGER = new Set([
  'platform GET /api/organisations/:organisationId',
  'platform GET /api/trackers/quarantine',
  'platform POST /api/embargoes/:embargoId/change',
  'platform POST /api/embargoes/:embargoId/withdraw',
  'platform POST /api/restrictions/:restrictionId/change',
  'platform POST /api/restrictions/:restrictionId/withdraw',
])

const PLACE = { place: 'CN-DONGJIA' } as const
const { containerId = '', departureId = '', laterDepartureId = '', serviceId = '' } = ids
const containerIds = [containerId]
const LOT = { volumeDm3: 1_000, grossMassKg: 500 }
const unknownToken = 'x'.repeat(43)
const train = { serviceId, trainNumber: 'X7777', capacityTeu: 50 }
const times = timesBefore(Date.parse('2026-04-01T08:00:00Z'))
const line = () => newService('moscow', strangers)

/** Bodies that would be taken from the right party, so that what refuses is who asks. */
const BODIES: Readonly<Record<string, () => object>> = {
  '/api/session/sign-in': () => ({ email: parties.exporter.email, password: 'not the password' }),
  '/api/session/sign-out': () => ({}),
  '/api/organisations': () => ({
    organisation: particulars('warehouse', 'c'),
    administratorEmail: 'first@warehouse.example',
  }),
  '/api/signing-key/replace': () => ({ reason: 'rotated' }),
  '/api/members/:memberId/change-role': () => ({ role: 'viewer' }),
  '/api/invitations': () => ({ email: 'somebody@example.cn', role: 'clerk' }),
  '/api/invitations/read': () => ({ token: unknownToken }),
  '/api/invitations/accept': () => ({
    token: unknownToken,
    name: '李雷',
    password: 'a password nobody has',
  }),
  '/api/api-keys': () => ({ name: 'a machine', role: 'clerk' }),
  '/api/saved-filters': () => FILTER,
  '/api/saved-filters/:savedFilterId/default': () => ({ isDefault: true }),
  '/api/notices/mark-read': () => ({ until: 'ntc_00000000000000000000' }),
  '/api/mail-wishes': () => ({
    ...{ atOnce: 'all', digestHour: 8, timeZone: 'Asia/Shanghai', locale: 'zh' },
  }),
  '/api/webhooks': () => ({ url: 'https://erp.stranger.example/', kinds: [] }),
  '/api/webhooks/:webhookId/change': () => ({ state: 'paused' }),
  '/api/webhooks/:webhookId/replay': () => ({ givenUpSince: '2026-01-01T00:00:00Z' }),
  '/api/alerts/:alertId/acknowledge': () => ({ reason: 'to see' }),
  '/api/alerts/:alertId/mute': () => ({ reason: 'to see', hours: 24 }),
  '/api/alerts/:alertId/unmute': () => ({ reason: 'to see' }),
  '/api/containers/:containerId/temperature-range': () => ({ range: { minC: 2, maxC: 8 } }),
  '/api/alert-rules': () => ({ rules: { door_opened: { on: false } } }),
  '/api/services': line,
  '/api/services/:serviceId/change': line,
  '/api/services/read-file': () => ({ file: FILE, apply: true }),
  '/api/departures': () => ({ ...train, ...times }),
  '/api/departures/weekly': () => ({ ...train, ...times, weeks: 2 }),
  '/api/departures/:departureId/change': () => ({ capacityTeu: 80, ...times }),
  '/api/timetables': () => newTimetable(serviceId),
  '/api/timetables/:timetableId/change': () => newTimetable(serviceId),
  '/api/timetables/:timetableId/exceptions': () => EXCEPTION,
  '/api/departures/read-file': () => ({ file: FILE, apply: true }),
  '/api/timetables/read-file': () => ({ file: FILE, apply: true }),
  '/api/holidays': () => ({ from: '2026-10-01', until: '2026-10-07', name: '国庆节' }),
  '/api/embargoes': () => EMBARGO,
  '/api/embargoes/:embargoId/change': () => EMBARGO,
  '/api/restrictions': () => ({ items: [RESTRICTION] }),
  '/api/restrictions/:restrictionId/change': () => RESTRICTION,
  '/api/restrictions/read': () => ({ file: FILE }),
  '/api/rate-sheets': () => newRateSheet(LANE),
  '/api/rate-sheets/:rateSheetId/change': () => newRateSheet(LANE),
  '/api/rates/read': () => ({ file: FILE, currency: 'CNY' }),
  '/api/quotes': () => ({ departureId, boxes: BOXES }),
  '/api/bookings': () => newBooking(strangers, departureId as never),
  '/api/quotes/lcl': () => ({ departureId, ...LOT }),
  '/api/departures/:departureId/consolidations': () => newConsolidation(strangers),
  '/api/consolidations/:consolidationId/bookings': () => newConsignment(strangers, LOT),
  '/api/bookings/:bookingId/consignment': () => newConsignment(strangers, LOT),
  '/api/bookings/:bookingId/consignment/confirm': () => newConsignment(strangers, LOT),
  '/api/departures/:departureId/consignments': () => ({
    ...newConsignment(strangers, LOT),
    ifFull: { promotion: 'automatic' },
  }),
  '/api/consolidations/:consolidationId/hold': () => ({ volumeDm3: 1, grossKg: 1, packages: 1 }),
  '/api/bookings/:bookingId/declare': () => ({ declarationNumber: '430120260000055555' }),
  '/api/bookings/hold': () => ({
    departureId,
    lines: [{ equipmentType: '45G1', count: 1 }],
    cargoKg: 10_000,
  }),
  '/api/booking-templates': () => ({ name: 'to see', bookingId: ids['bookingId'] }),
  '/api/bookings/bulk/read': () => ({ file: FILE }),
  '/api/bookings/bulk': () => ({ file: FILE, mode: 'each', totals: [] }),
  '/api/bookings/:bookingId/confirm': () => newBooking(strangers, departureId as never),
  '/api/bookings/:bookingId/update': () => newBooking(strangers, departureId as never),
  '/api/bookings/:bookingId/decide': () => ({ decision: 'accept' }),
  '/api/bookings/:bookingId/amend': () => newBooking(strangers, departureId as never),
  '/api/bookings/:bookingId/amendment/decide': () => ({ decision: 'accept' }),
  '/api/services/:serviceId/standing-allotments': () => STANDING,
  '/api/standing-allotments/:standingAllotmentId/end': () => ({ release: true }),
  '/api/departures/:departureId/allotments': () => ({
    for: { organisationKind: 'forwarder' },
    amount: { teu: 2 },
    releaseAt: '2026-03-05T08:00:00Z',
  }),
  '/api/containers/:containerId/assign': () => ({
    ...PLACE,
    containerNumber: testContainerNumber(8),
    sealNumber: 'CN1111111',
  }),
  '/api/departures/:departureId/load': () => ({
    ...PLACE,
    loads: [{ containerId, wagonNumber: '5271234' }],
  }),
  '/api/departures/:departureId/unload': () => ({ ...PLACE, containerIds, reason: 'to see' }),
  '/api/departures/:departureId/roll-over': () => ({
    ...PLACE,
    containerIds,
    to: laterDepartureId,
    reason: 'to see',
  }),
  '/api/departures/:departureId/shorten': () => ({ ...PLACE, capacityTeu: 100, reason: 'to see' }),
  '/api/departures/:departureId/cancel': () => ({ ...PLACE, reason: 'to see' }),
  '/api/containers/:containerId/weigh': () => ({ ...PLACE, grossMassKg: 21_000 }),
  '/api/containers/:containerId/seal': () => ({ ...PLACE, sealNumber: 'CN1111111' }),
  '/api/containers/:containerId/declare': () => ({
    ...PLACE,
    declarationNumber: '430120260000012345',
  }),
  '/api/containers/:containerId/hold': () => ({ ...PLACE, reason: 'to see' }),
  '/api/trackers': () => ({
    phone: '13900000001',
    terminalId: 'LBT-1',
    maker: 'LBSIM',
    model: 'SIM-1',
  }),
  '/api/positions': () => ({
    fixes: [
      {
        phone: '13900000001',
        deviceTime: '2026-03-02T08:00:00Z',
        serial: 1,
        latitude: 1,
        longitude: 1,
      },
    ],
  }),
  '/api/position-lists/read': () => ({ file: FILE }),
  '/api/position-lists': () => ({ file: FILE, mapping: LIST_MAPPING }),
  '/api/station-aliases/forget': () => ({ typed: 'nobody’s name for it' }),
  '/api/trackers/:trackerId/bind': () => ({ ...PLACE, containerId }),
  '/epcis/v2/capture': () => scannedDocument([scanned()]),
  '/epcis/v2/events': scanned,
  '/dcsa/bkg/v2/bookings': () => dcsaRequest(strangers, byRoute(departureId)),
  'PUT /dcsa/bkg/v2/bookings/:bookingReference': () => dcsaRequest(strangers, byRoute(departureId)),
  'PATCH /dcsa/bkg/v2/bookings/:bookingReference': () => ({ bookingStatus: 'CANCELLED' }),
  '/api/trackers/:trackerId/command': () => ({ request: { kind: 'locate' } }),
  '/api/containers/border-arrive': () => ({ place: 'CN-KHORGOS', containerIds }),
  '/api/containers/arrive': () => ({ place: 'UZ-CHUKURSAY', containerIds }),
  '/api/containers/transship': () => ({
    place: 'KZ-ALTYNKOL',
    gaugeMm: 1520,
    moves: [{ containerId, oldWagonNumber: '5271234', newWagonNumber: '94276540' }],
  }),
  '/api/containers/:containerId/hold-in-transit': () => ({
    ...PLACE,
    causes: ['papers'],
    reason: 'to see',
  }),
  '/api/geofences/:station': () => ({ fence: null }),
  '/api/containers/:containerId/carriages': () => CARRIAGE,
  '/api/carriages/:carriageId': () => CARRIAGE,
  '/api/share-links': () => ({ target: { kind: 'container', containerId }, days: 3 }),
  '/api/containers/:containerId/lift-hold': () => ({ ...PLACE, reason: 'seen' }),
  '/api/containers/:containerId/reseal': () => ({
    ...PLACE,
    sealNumber: 'KZ7700123',
    reason: 'opened',
  }),
  '/api/containers/:containerId/sign-statement': () => ({
    sequence: 3,
    signature: 'A'.repeat(86),
  }),
}

interface Target {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly access: Access
  readonly administratorOnly?: boolean | undefined
  readonly personal?: boolean | undefined
}

const targets: Target[] = [
  ...http.endpoints.map((one) => ({ ...one, path: `/api${one.path}` })),
  ...http.rawRoutes,
].map(({ method, path, access, ...more }) => ({
  name: `${method} ${path}`,
  method,
  path,
  access,
  administratorOnly: 'administratorOnly' in more ? more.administratorOnly : false,
  personal: 'personal' in more ? more.personal : false,
}))

const answers = new Map<string, { stranger: string; unknown: string }>(
  ANSWERS.trim()
    .split('\n')
    .map((row) => {
      const [method, path, ...rest] = row.split(/\s+/)
      const [stranger, unknown] = rest.join(' ').split(/ (?==|-|\d{3} \S+$)|(?<=own|boxed|shared) /)
      return [`${method} ${path}`, { stranger: stranger!, unknown: unknown! }] as const
    }),
)

function askedOf({ method, path }: Target, record: Readonly<Record<string, string>> = ids): Asked {
  const body =
    method === 'GET' ? undefined : (BODIES[path] ?? BODIES[`${method} ${path}`] ?? (() => PLACE))()
  return { method, path: fillPath(path, record), body }
}

/** The same request about a record that could be, and is not. */
function askedOfNone(target: Target): Asked {
  const { path, body } = askedOf(target)
  const none = (text: string) => text.replace(/\b([a-z]{3}_[0-9a-z]{17})[0-9a-z]{3}\b/g, '$1zzz')
  return {
    method: target.method,
    path: none(path)
      .replace(ids['code']!, '2PJK88MBJKZZ5E1GRG7SDDDXG71')
      .replace(ids['token']!, unknownToken),
    ...(body && { body: JSON.parse(none(JSON.stringify(body))) as object }),
  }
}

const admits = ({ access }: Target, kind: OrganisationKind): boolean =>
  access === 'public' || access === 'member' || access.includes(kind)
const admitted = (target: Target) => OrganisationKind.options.filter((kind) => admits(target, kind))

async function answerTo(actor: Actor | null, asked: Asked, kept: readonly string[]) {
  const { status, text } = await world.ask(actor, asked)
  const request = asked.path + JSON.stringify(asked.body)
  const told = kept.filter((secret) => text.includes(secret) && !request.includes(secret))
  const who = actor ? `${actor.organisationKind} (${actor.role})` : 'nobody'
  assert.deepEqual(told, [], `${who} is told by ${asked.method} ${asked.path}`)
  if (status < 300) return 'own'
  const said = JSON.parse(text) as { code?: string; errors?: { errorCodeText: string }[] }
  return `${status} ${said.code ?? said.errors?.[0]?.errorCodeText}`
}

const all = [...world.secrets, ...world.onTheBox]
/** What is no secret to whoever has the code, or a link. */
const KEPT_BY: Readonly<Record<string, readonly string[]>> = {
  boxed: world.secrets,
  shared: world.secrets.filter((secret) => !world.onTheMap.includes(secret)),
}

async function refuses(
  target: Target,
  expected: string,
  actors: readonly (Actor | null)[],
  asked: Asked,
): Promise<void> {
  const answered = await Promise.all(actors.map((actor) => answerTo(actor, asked, all)))
  for (const [at, answer] of answered.entries())
    assert.equal(answer, expected, `${target.name} to ${actors[at]?.organisationKind ?? 'nobody'}`)
}

async function refusesAll(target: Target): Promise<void> {
  const { access, method, administratorOnly, personal } = target
  const asked = askedOf(target)
  const kinds = admitted(target)
  const as = (role: Actor['role']) => kinds.map((kind) => ({ ...parties[kind].actor, role }))
  if (access !== 'public') await refuses(target, '401 http.sign_in_needed', [null], asked)
  const others = OrganisationKind.options.filter((kind) => !kinds.includes(kind))
  const wrong = others.map((kind) => parties[kind].actor)
  await refuses(target, '403 http.not_your_kind', wrong, asked)
  if (method !== 'GET' && access !== 'public' && !personal)
    await refuses(target, '403 http.readers_only_read', as('viewer'), asked)
  if (administratorOnly) await refuses(target, '403 http.administrators_only', as('clerk'), asked)
  const { stranger, unknown } = answers.get(target.name)!
  if (isRefusal(stranger)) await refuses(target, stranger, strangersTo(target), asked)
  if (unknown === '-') return
  const expected = unknown === '=' ? stranger : unknown
  await refuses(target, expected, as('administrator'), askedOfNone(target))
}

const isRefusal = (answer: string): boolean => !['own', 'boxed', 'shared'].includes(answer)

function strangersTo(target: Target): (Actor | null)[] {
  // Who asks makes no difference there: nobody, and somebody.
  if (target.access === 'public') return [null, strangers.exporter.actor]
  return admitted(target)
    .filter((kind) => !NO_STRANGER.has(`${kind} ${target.name}`))
    .map((kind) => strangers[kind].actor)
}

test('the table has every endpoint that is served, and no other', () => {
  assert.deepEqual([...answers.keys()].sort(), targets.map(({ name }) => name).sort())
})

for (const target of targets)
  test(`${target.name} refuses whom it must, and changes nothing`, async () => {
    const before = await digestTables(world.database)
    await refusesAll(target)
    assert.deepEqual(await digestTables(world.database), before)
  })

for (const target of targets.filter(({ method }) => method === 'GET'))
  test(`${target.name} answers every party that may ask`, async () => {
    for (const kind of admitted(target)) {
      const { status, text } = await world.ask(parties[kind].actor, askedOf(target))
      assert.ok(status < 500, `${kind}: ${status} ${text}`)
    }
  })

// Before the strangers act: what a party of the record is told, so that silence towards a stranger means something.
for (const target of targets.filter(({ method, name }) => method === 'GET' && !NO_SECRET.has(name)))
  test(`${target.name} tells a party of the record`, async () => {
    const asked = askedOf(target)
    const told = admitted(target).map((kind) => world.ask(parties[kind].actor, asked))
    const texts = (await Promise.all(told)).map(({ text }) => text)
    const others = all.filter((secret) => !asked.path.includes(secret))
    assert.ok(texts.some((text) => others.some((secret) => text.includes(secret))))
  })

for (const target of targets.filter(({ name }) => !isRefusal(answers.get(name)?.stranger ?? '-')))
  test(`${target.name} tells a stranger nothing of the record`, async () => {
    const kept = KEPT_BY[answers.get(target.name)?.stranger ?? ''] ?? all
    for (const actor of strangersTo(target))
      assert.equal(await answerTo(actor, askedOf(target), kept), 'own', target.name)
  })

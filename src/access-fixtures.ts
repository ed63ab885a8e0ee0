/** For the test of who may ask what: everything landbridge serves, over a record that many took part in, and strangers to it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alertFollowers } from '#alert'
import { lateAlert } from '#alert/fixtures.ts'
import { noticeFollower } from '#booking'
import { bookingApi } from '#booking/contract.ts'
import { newBooking, testContainerNumber } from '#booking/fixtures.ts'
import { restrictionApi } from '#booking/restriction-contract.ts'
import { templateApi } from '#booking/template-contract.ts'
import { customsApi } from '#customs/contract.ts'
import { openIdentity } from '#identity'
import { createApiKey, createInvitation, replaceKey } from '#identity/contract.ts'
import { organisationsFixture, type Parties } from '#identity/fixtures.ts'
import { savedFilterApi } from '#identity/saved-filter-contract.ts'
import type { OrganisationKind } from '#kernel/organisation.ts'
import { openPassport } from '#passport'
import { noticeApi } from '#notice/contract.ts'
import { makeKeyFile } from '#passport/own-key.ts'
import type { Database } from '#platform/database.ts'
import type { Http } from '#platform/http.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { readConfig } from '#platform/config.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { openCharges } from '#price'
import { priceApi } from '#price/contract.ts'
import { newRateSheet } from '#price/fixtures.ts'
import { commandApi } from '#tracking/command-contract.ts'
import { createMessageStore } from '#tracking/command-desk.ts'
import { trackingApi } from '#tracking/contract.ts'
import { listApi } from '#tracking/list-contract.ts'
import { closeHours } from '#tracking'
import { createFixStore, createQuarantine } from '#tracking/gateway-store.ts'
import { trainApi, type Departure } from '#train/contract.ts'
import { embargoApi } from '#train/embargo-contract.ts'
import { standingApi } from '#train/standing-allotment-contract.ts'
import { departureFixture, newTimetable } from '#train/fixtures.ts'
import { timetableApi } from '#train/timetable-contract.ts'
import { timesBefore } from '#train/train.ts'
import { warehouseApi } from '#warehouse/contract.ts'
import {
  actorOf,
  asking,
  codeOf,
  creditCodesOf,
  fillPath,
  published,
  type Ask,
} from './access-asking.ts'
import {
  BOXES,
  CONSIGNEE,
  consignSome,
  EMBARGO,
  EXCEPTION,
  FILTER,
  LANE,
  LIST_SECRETS,
  listOf,
  RESTRICTION,
  scanned,
  scannedDocument,
  shareAndCarry,
  STANDING,
} from './access-bodies.ts'
import { bindSlices } from './landbridge.ts'

export interface World {
  readonly database: Database
  readonly http: Http
  readonly parties: Parties
  readonly strangers: Parties
  /** Of the record, under the names that the endpoints' paths give them. */
  readonly ids: Readonly<Record<string, string>>
  /** What no stranger may read: texts that stand in the record and nowhere else. */
  readonly secrets: readonly string[]
  /** What is for anyone who has the container's code, and for nobody else. */
  readonly onTheBox: readonly string[]
  /** What is for anyone who was given a link to the live map, too. */
  readonly onTheMap: readonly string[]
  /** Asks as this actor over the real HTTP layer; an event stream is answered with its first event. */
  readonly ask: Ask
  close(): Promise<void>
}

const PLACE = { place: 'CN-DONGJIA' } as const
const REFERENCE = 'REF-4711-K'
const CARGO_NAME = 'Hydraulic excavator booms'
const SEAL = 'CN7719315'
const DECLARATION = '430120260000098765'
const HOLD = 'Origin of the goods is doubted'
const PHONE = '13900112233'
const TERMINAL = 'LBT-90417'
const TOLD_TRACKER = 'Say where seal 778899 is'
const PASSED_UP = '0900CAFED00D'
const GROSS_KG = 22_137
const LATITUDE = 36.71359
const TEMPLATE = 'Booms for Krefeld, weekly'
const SHEET_TITLE = 'Rates agreed with one customer'

export async function openWorld(): Promise<World> {
  const database = await testDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'landbridge-access-'))
  const clock = testClock()
  const parties = await organisationsFixture(database)
  const { signer } = parties
  const strangers = await organisationsFixture(database, { tag: 'b', signer })
  const identity = openIdentity({ database, clock, ids: randomIds(clock), signer, secure: false })
  const config = readConfig({ PUBLIC_URL: 'https://trains.example.cn' })
  const { publicUrl } = config
  const passport = await openPassport({ database, clock, dataDir, signer, publicUrl })
  const http = await testHttp(database, { clock, authenticate: actorOf })
  const tracking = bindSlices(http, { config, identity, passport })
  const followers = await startFollowers(
    database,
    [...passport.followers, noticeFollower(clock), ...alertFollowers(clock)],
    (error) => {
      throw error
    },
  )
  const ask = await asking(http)
  const record = await makeRecord({ database, parties, ask, dataDir, now: clock() })
  // What follows the record is done before anyone looks, and nothing moves by itself afterwards.
  await followers.settle()
  await passport.loop.settle()
  const of = parties.exporter.organisationId
  const alertId = await lateAlert(database, of, clock(), record.ids['containerId'])
  await followers.stop()
  const code = await codeOf(ask, parties, record.ids['containerId']!)
  const tile = `000.p/${(await published(ask)).toString()}`
  return {
    database,
    http,
    parties,
    strangers,
    ...record,
    secrets: [...record.secrets, code, alertId],
    ids: { ...record.ids, code, alertId, '*': `0/${tile}`, 'entries/*': `entries/${tile}` },
    ask,
    async close() {
      tracking.close()
      await http.app.close()
      await passport.close()
      await identity.close()
      await database.drop()
      await rm(dataDir, { recursive: true })
    },
  }
}

interface Making {
  readonly database: Database
  readonly parties: Parties
  readonly ask: Ask
  readonly dataDir: string
  readonly now: Date
}

/** A command as one party, which must be taken. */
export type Does = (
  kind: OrganisationKind,
  endpoint: { readonly method: string; readonly path: string },
  params: Readonly<Record<string, string>>,
  body?: object,
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes back is read by the endpoint's own test
) => Promise<any>

function doing({ parties, ask }: Making): Does {
  return async (kind, { method, path }, params, body = {}) => {
    const { status, text } = await ask(parties[kind].actor, {
      method,
      // The addresses of standards stand beside the API.
      path: path.startsWith('/epcis/') ? path : `/api${fillPath(path, params)}`,
      body,
    })
    if (status !== 200 && status !== 202) throw new Error(`${method} ${path}: ${status} ${text}`)
    return JSON.parse(text)
  }
}

type Made = Pick<World, 'ids' | 'secrets' | 'onTheBox' | 'onTheMap'>

async function makeRecord(making: Making): Promise<Made> {
  const { database, parties, dataDir, now } = making
  const does = doing(making)
  const departure = await departureFixture(database, parties, { now, ids: randomIds(() => now) })
  await keepKeyOneself(does, parties, dataDir)
  const { items } = await does('operator', restrictionApi.enter, {}, { items: [RESTRICTION] })
  const booking = await does('exporter', bookingApi.book, {}, asBooked(parties, departure.id))
  const containerId = booking.containers[0].id as string
  const priced = await priceIt(making, does, departure, booking)
  const { tracker } = await fitTracker(making, does, containerId)
  await takeSteps(does, containerId)
  const kept = { name: TEMPLATE, bookingId: booking.id as string }
  const template = await does('exporter', templateApi.save, {}, kept)
  const invited = await inviteAndMakeKey(does)
  const shared = await shareAndCarry(does, containerId)
  const later = await scheduleLater(does, departure, now)
  const lcl = await consignSome(does, parties, later.id)
  const embargo = await does('rail', embargoApi.enter, {}, EMBARGO)
  const timetable = await makeTimetable(does, departure.serviceId)
  return {
    ids: {
      allotmentId: randomIds(() => now)('alt'),
      ...invited.ids,
      templateId: template.id as string,
      ...lcl.ids,
      ...priced.ids,
      ...shared.ids,
      organisationId: parties.exporter.organisationId,
      memberId: parties.exporter.memberId,
      ...{ serviceId: departure.serviceId, departureId: departure.id, laterDepartureId: later.id },
      station: 'CN-KHORGOS',
      ...{ bookingId: booking.id, bookingReference: booking.id },
      containerId,
      trackerId: tracker.id,
      embargoId: embargo.id,
      restrictionId: items[0].id as string,
      ...timetable,
      prefix: 'abcd',
      captureId: await captureOne(does),
      eventId: `urn:landbridge:event:${containerId}.1`,
    },
    secrets: [
      ...invited.secrets,
      ...[TEMPLATE, template.id as string],
      ...lcl.secrets,
      ...priced.secrets,
      ...shared.secrets,
      ...[booking.id, containerId, booking.number, REFERENCE, CARGO_NAME, SEAL, DECLARATION, HOLD],
      ...[CONSIGNEE.name, CONSIGNEE.address, CONSIGNEE.email, tracker.id, PHONE, TERMINAL],
      ...[TOLD_TRACKER, PASSED_UP, ...LIST_SECRETS],
      ...[GROSS_KG, LATITUDE].map(String),
      ...Object.values(parties).flatMap((party) => ('email' in party ? [party.email] : [])),
      ...(await creditCodesOf(database, parties)),
    ],
    onTheBox: [testContainerNumber(7)],
    onTheMap: [containerId, String(LATITUDE)],
  }
}

/** Rates for this exporter alone, a quote from them, and what the booking is charged. */
async function priceIt(
  { database, parties, now }: Making,
  does: Does,
  departure: Departure,
  booking: { readonly id: string; readonly number: string },
) {
  const { organisationId: customerId, actor } = parties.exporter
  const changes = { customerId, title: SHEET_TITLE }
  const sheet = await does('operator', priceApi.createRateSheet, {}, newRateSheet(LANE, changes))
  const rateSheetId = sheet.id as string
  await does('operator', priceApi.publishRateSheet, { rateSheetId })
  const asked = { departureId: departure.id, boxes: BOXES }
  const { id: quoteId, boxes } = await does('exporter', priceApi.quote, {}, asked)
  const { id: bookingId, number: bookingNumber } = booking
  const taken = { quoteId, bookingId, bookingNumber, departure, boxes } as never
  await database.transact((tx) => openCharges(tx, { actor, now }, taken))
  return { ids: { rateSheetId, quoteId }, secrets: [SHEET_TITLE, rateSheetId, quoteId as string] }
}

async function inviteAndMakeKey(does: Does) {
  const [email, name] = ['new.clerk@exporter.example', 'ERP of the exporter']
  const role = 'clerk'
  const { invitation, token } = await does('exporter', createInvitation, {}, { email, role })
  const { apiKey, secret } = await does('exporter', createApiKey, {}, { name, role })
  const { webhook, url } = await haveWebhook(does)
  const filter = await does('exporter', savedFilterApi.save, {}, FILTER)
  return {
    ids: {
      invitationId: invitation.id as string,
      apiKeyId: apiKey.id as string,
      webhookId: webhook.id as string,
      savedFilterId: filter.id as string,
    },
    secrets: [invitation.id, token, email, apiKey.id, secret, name, webhook.id, url]
      .concat([filter.id, FILTER.name])
      .map(String),
  }
}

/** One with a message that waits: nobody sends here. */
async function haveWebhook(does: Does) {
  const url = 'https://erp.exporter.example/landbridge'
  const { webhook } = await does('exporter', noticeApi.createWebhook, {}, { url, kinds: [] })
  await does('exporter', noticeApi.testWebhook, { webhookId: webhook.id })
  return { webhook, url }
}

/** One that is over, so that it lays out nothing, with an exception and a holiday. */
async function makeTimetable(does: Does, serviceId: string) {
  const body = { ...newTimetable(serviceId), validUntil: '2026-01-31' }
  const { timetable } = await does('operator', timetableApi.create, {}, body)
  const timetableId = timetable.id as string
  const excepted = await does('operator', timetableApi.except, { timetableId }, EXCEPTION)
  const day = { from: '2027-01-01', until: '2027-01-01', name: '元旦' }
  const { holiday } = await does('operator', timetableApi.addHoliday, {}, day)
  const { standing } = await does('operator', standingApi.stand, { serviceId }, STANDING)
  return {
    timetableId,
    standingAllotmentId: standing.id as string,
    exceptionId: excepted.timetable.exceptions[0].id as string,
    holidayId: holiday.id as string,
  }
}

/** Another train of the line, for containers that change trains. */
function scheduleLater(does: Does, departure: Departure, now: Date): Promise<Departure> {
  const { serviceId, trainNumber, capacityTeu } = departure
  const times = timesBefore(now.getTime() + 20 * 86_400_000)
  const body = { serviceId, trainNumber, capacityTeu, ...times }
  return does('operator', trainApi.createDeparture, {}, body)
}

function asBooked(parties: Parties, departureId: string): object {
  const [cargo] = newBooking(parties, departureId as never).cargo
  const goodsName = { zh: '液压挖掘机动臂', en: CARGO_NAME, ru: 'Стрелы экскаватора' }
  const { organisationId } = parties.consignee
  return newBooking(parties, departureId as never, {
    reference: REFERENCE,
    consignee: { ...CONSIGNEE, organisationId },
    lines: [{ equipmentType: '45G1', count: 1 }],
    cargo: [{ ...cargo, goodsName, grossMassKg: 18_000 }],
  })
}

async function captureOne(does: Does): Promise<string> {
  const capture = { method: 'POST', path: '/epcis/v2/capture' }
  const { captureID } = await does('warehouse', capture, {}, scannedDocument([scanned()]))
  return captureID as string
}

/** The warehouse's statements wait for its own signature, so that there are some to be read. */
async function keepKeyOneself(does: Does, parties: Parties, dataDir: string): Promise<void> {
  const own = makeKeyFile(join(dataDir, 'warehouse.jwk'), parties.warehouse.organisationId)
  await does('warehouse', replaceKey, {}, { reason: 'rotated', own })
}

async function fitTracker({ database, now }: Making, does: Does, containerId: string) {
  const registered = await does(
    'operator',
    trackingApi.register,
    {},
    {
      phone: PHONE,
      terminalId: TERMINAL,
      maker: 'LBSIM',
      model: 'SIM-1',
    },
  )
  const trackerId = registered.tracker.id as string
  await does(
    'operator',
    bookingApi.assign,
    { containerId },
    {
      ...PLACE,
      containerNumber: testContainerNumber(7),
      sealNumber: SEAL,
    },
  )
  await does('operator', trackingApi.bind, { trackerId }, { ...PLACE, containerId })
  const at = now.toISOString()
  const fix = {
    deviceId: trackerId,
    serial: 1,
    deviceTime: at,
    receivedAt: at,
    frame: new Uint8Array(0),
  }
  const place = { latitude: LATITUDE, longitude: 117.1, altitudeM: 20, speedKmh: 0, headingDeg: 0 }
  await createFixStore(database).commit([
    { ...fix, ...place, alarm: 0, status: 3, items: [], valid: true },
  ])
  // As if it were later: the hour of the fix goes into the ledger.
  await database.transact((tx) => closeHours(tx, new Date(now.getTime() + 3 * 3_600_000)))
  const sent = { hex: '7e00', receivedAt: at, remoteAddress: '192.0.2.7', phone: PHONE }
  await createQuarantine(database)(sent, 'checksum')
  const request = { kind: 'text', text: TOLD_TRACKER }
  await does('operator', commandApi.send, { trackerId }, { request })
  const passed = { deviceId: trackerId, receivedAt: at, messageId: 0x0900, hex: PASSED_UP }
  await createMessageStore(database)(passed)
  await does('operator', listApi.take, {}, listOf(testContainerNumber(7), at))
  return registered
}

async function takeSteps(does: Does, containerId: string): Promise<void> {
  const params = { containerId }
  await does('warehouse', warehouseApi.receive, params, PLACE)
  await does('warehouse', warehouseApi.stuff, params, PLACE)
  await does('warehouse', warehouseApi.weigh, params, { ...PLACE, grossMassKg: GROSS_KG })
  const declarationNumber = DECLARATION
  await does('broker', customsApi.declare, params, { ...PLACE, declarationNumber })
  await does('customs', customsApi.hold, params, { ...PLACE, reason: HOLD })
}

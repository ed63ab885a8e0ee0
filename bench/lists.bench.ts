/**
 * Every list over real HTTP with 100,000 bookings in the database, as parties large and small: first pages, pages from the middle,
 * filters and searches, those that find nothing included. Each figure is the slowest party's 95th percentile, and beside it the
 * processor time of server and database for one answer: on a machine that others use too, the wait is theirs, and what is left of
 * it is ours. `lists_floor` is the smallest signed-in question, asked of the same server. The slowest of all are said again at the end.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AnyEndpoint } from '#kernel/endpoint.ts'
import { alertApi } from '#alert/contract.ts'
import { bookingApi } from '#booking/contract.ts'
import { figuresApi } from '#figures/contract.ts'
import * as identityApi from '#identity/contract.ts'
import { savedFilterApi } from '#identity/saved-filter-contract.ts'
import { noticeApi } from '#notice/contract.ts'
import { priceApi } from '#price/contract.ts'
import { trackingApi } from '#tracking/contract.ts'
import { trainApi } from '#train/contract.ts'
import { embargoApi } from '#train/embargo-contract.ts'
import { startServer, type ServerUnderTest } from '../e2e/server.ts'
import { emailOf, type DemoPartyKey } from '../tools/demo/parties.ts'
import { sendOver } from '../tools/demo/client.ts'
import { databaseUrl, fillCorridor, type Corridor } from './hundred-thousand.ts'
import type { Bench, Figure } from './main.ts'

const P95_MS_MAX = 30
const WARM = 3
/** Each list is asked so often before anything is measured, by its longest page: a program that has run for a minute is compiled. */
const FIRST_MAX = 60
const TIMES = Number(process.env['LISTS_TIMES'] ?? 60)
const WORST_SAID = 5

type Query = Readonly<Record<string, string>>
type Questions = Readonly<Record<string, Query>>

interface List {
  readonly endpoint: Pick<AnyEndpoint, 'path'>
  readonly askers: readonly DemoPartyKey[]
  readonly questions: Questions
}

const LARGE_AND_SMALL = ['exporter', 'exporter2', 'operator', 'customs'] as const
const FIRST: Questions = { first: {}, longest: { limit: '200' } }

function lists(corridor: Corridor): readonly List[] {
  const { middle, nextDeparture: departure, bookingNumber, containerNumber } = corridor
  const deep = (cursor: string): Questions => ({ ...FIRST, deep: { cursor } })
  const bookings: Questions = {
    ...deep(middle.booking),
    cancelled: { state: 'cancelled' },
    'of a train': { departure },
    'by number': { q: bookingNumber },
    'by beginning': { q: 'LBX0000' },
    'by container': { q: containerNumber },
    'by reference': { q: corridor.reference },
    'finds nothing': { q: 'ZZZU9999999' },
  }
  const containers: Questions = {
    ...deep(middle.container),
    todo: { todo: 'true' },
    arrived: { stage: 'arrived' },
    sealed: { stage: 'sealed' },
    'at the border': { stage: 'at_border' },
    held: { customs: 'held' },
    'held and sealed': { customs: 'held', stage: 'sealed' },
    'of a train': { departure },
    'of a booking': { booking: middle.booking },
    'by number': { q: containerNumber },
    'by booking': { q: bookingNumber },
    'finds nothing': { q: 'ZZZU9999999' },
  }
  return [
    { endpoint: bookingApi.listBookings, askers: LARGE_AND_SMALL, questions: bookings },
    { endpoint: bookingApi.listContainers, askers: LARGE_AND_SMALL, questions: containers },
    ...otherLists(corridor),
    ...unpaged(corridor),
  ]
}

function alertQuestions({ middle, nextDeparture: departure }: Corridor): Questions {
  return {
    ...FIRST,
    deep: { state: 'closed', cursor: middle.alert },
    closed: { state: 'closed' },
    all: { state: 'all', limit: '200' },
    red: { severity: 'red' },
    'of a kind': { kind: 'battery_low' },
    'closed of a kind': { kind: 'battery_low', state: 'closed', severity: 'red' },
    'of a train': { departure, state: 'all' },
    'finds nothing': { kind: 'seal_broken', state: 'all' },
  }
}

function otherLists(corridor: Corridor): readonly List[] {
  const { middle, serviceId } = corridor
  const deep = (cursor: string): Questions => ({ ...FIRST, deep: { cursor } })
  const departures: Questions = {
    ...deep(middle.departure),
    bookable: { bookable: 'true' },
    'from a station': { origin: 'CN-DONGJIA' },
    'to a station': { destination: 'DE-DUISBURG' },
    'of a line': { service: serviceId },
    past: { from: '2020-01-01T00:00:00Z' },
    'to nowhere': { destination: 'CN-CHENGDU' },
  }
  const one = ['exporter'] as const
  return [
    { endpoint: trainApi.listDepartures, askers: one, questions: departures },
    { endpoint: trainApi.listServices, askers: one, questions: FIRST },
    {
      endpoint: alertApi.list,
      askers: ['exporter', 'operator'],
      questions: alertQuestions(corridor),
    },
    {
      endpoint: embargoApi.list,
      askers: one,
      questions: { ...FIRST, current: { current: 'true' } },
    },
    {
      endpoint: identityApi.listOrganisations,
      askers: one,
      questions: { ...deep(middle.organisation), brokers: { kind: 'broker' } },
    },
    { endpoint: identityApi.listMembers, askers: one, questions: deep(middle.member) },
    { endpoint: identityApi.listInvitations, askers: one, questions: FIRST },
    { endpoint: identityApi.listApiKeys, askers: one, questions: FIRST },
    {
      endpoint: trackingApi.list,
      askers: ['operator'],
      questions: { ...deep(middle.tracker), free: { free: 'true' }, bound: { free: 'false' } },
    },
    { endpoint: priceApi.listRateSheets, askers: one, questions: FIRST },
    { endpoint: priceApi.listQuotes, askers: one, questions: FIRST },
    { endpoint: noticeApi.list, askers: one, questions: FIRST },
    { endpoint: noticeApi.listWebhooks, askers: one, questions: FIRST },
    {
      endpoint: trackingApi.quarantine,
      askers: ['operator'],
      questions: { ...FIRST, deep: { cursor: '5000' } },
    },
  ]
}

/** What does not page: sums of a quarter, filters kept by name, and lists as files, of as many rows as a file may have or a train has. */
function unpaged({ nextDeparture: departure }: Corridor): readonly List[] {
  const ofTrain: Questions = { 'of a train': { departure } }
  const file = (path: `/${string}`, askers: List['askers'], questions: Questions): List[] =>
    ['xlsx', 'csv'].map((ending) => ({
      endpoint: { path: `${path}.${ending}` },
      askers,
      questions,
    }))
  const sums = ['exporter', 'operator'] as const
  const quarter: Questions = { quarter: {} }
  return [
    { endpoint: figuresApi.figures, askers: sums, questions: quarter },
    { endpoint: savedFilterApi.list, askers: ['exporter'], questions: { all: {} } },
    ...file('/bookings/file', ['exporter', 'operator'], ofTrain),
    ...file('/containers/file', ['exporter', 'operator'], ofTrain),
    ...file('/departures/file', ['exporter'], { 'to come': {} }),
    ...file('/figures', sums, quarter),
  ]
}

/** Everything that pages through an organisation's records has its questions here: a new list without them stops the bench. */
function requireAll(asked: readonly List[]): void {
  const slices = [bookingApi, trainApi, embargoApi, identityApi, trackingApi, priceApi, noticeApi]
  for (const endpoint of [...slices, alertApi].flatMap(
    (slice) => Object.values(slice) as AnyEndpoint[],
  )) {
    const fields = (endpoint as Partial<AnyEndpoint>).query as { shape?: object } | undefined
    // What is listed of one record, a webhook's messages, does not grow with the bookings.
    if (!fields?.shape || !('cursor' in fields.shape) || endpoint.path.includes(':')) continue
    if (!asked.some((list) => list.endpoint === endpoint))
      throw new Error(`lists.bench.ts asks nothing of ${endpoint.path}`)
  }
}

export const bench: Bench = async (report) => {
  // A folder that is kept spares the next run the filling.
  const kept = process.env['LISTS_DATA_DIR']
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'landbridge-bench-'))
  const made = await startServer({ DATA_DIR: dataDir })
  const corridor = await fillCorridor(databaseUrl(dataDir))
  await made.stop()
  // Without the demo's trains, which would be measured, too.
  const server = await startServer({ DATA_DIR: dataDir, DEMO: 'off' })
  try {
    await askAll(server, corridor, report)
  } finally {
    await server.stop()
    if (kept === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
}

async function askAll(
  server: ServerUnderTest,
  corridor: Corridor,
  report: (figure: Figure) => void,
): Promise<void> {
  const asked = lists(corridor)
  requireAll(asked)
  const ask = asker(server)
  const processor = processorOf(server.dataDir)
  await untilQuiet(processor)
  await compile(asked, ask)
  const floor = await measure(() => ask('exporter', '/api/session'), processor)
  const told: Told[] = []
  const tell = (name: string, measured: Measured): void => {
    // A file is a list with a book made of it, for which somebody waits once.
    if (!name.startsWith('file')) told.push({ name, ...measured })
    const figure = { unit: 'ms', limit: P95_MS_MAX, n: TIMES }
    report({ name, value: measured.p95Ms, ...figure })
    report({ name: `${name} (processor)`, value: measured.processorMs, ...figure })
  }
  tell('lists_floor', floor)
  for (const { endpoint, askers, questions } of asked)
    for (const [question, query] of Object.entries(questions)) {
      const path = pathOf(endpoint, query)
      const all: [DemoPartyKey, Measured][] = []
      for (const who of askers) all.push([who, await measure(() => ask(who, path), processor)])
      const [who, slowest] = all.reduce((most, one) =>
        one[1].processorMs > most[1].processorMs ? one : most,
      )
      tell(`${isFile(endpoint) ? 'file' : 'list'} ${endpoint.path} ${question}, ${who}`, slowest)
    }
  for (const by of ['p95Ms', 'processorMs'] as const)
    for (const [index, one] of slowest(told, by).entries()) {
      const what = by === 'p95Ms' ? '' : ' (processor)'
      const name = `lists_worst_${index + 1}${what}: ${one.name}`
      report({ name, value: one[by], unit: 'ms', limit: P95_MS_MAX, n: TIMES })
    }
  const [p95, costly] = [slowest(told, 'p95Ms'), slowest(told, 'processorMs')]
  tell('lists_worst', { p95Ms: p95[0]!.p95Ms, processorMs: costly[0]!.processorMs })
}

async function compile(asked: readonly List[], ask: Ask): Promise<void> {
  for (const { endpoint, askers, questions } of asked) {
    const query = questions['longest'] ?? Object.values(questions)[0]!
    const times = isFile(endpoint) ? WARM : FIRST_MAX
    for (let i = 0; i < times; i += 1) await ask(askers[0]!, pathOf(endpoint, query))
  }
}

const isFile = ({ path }: List['endpoint']): boolean => /\.(xlsx|csv)$/.test(path)

const pathOf = ({ path }: List['endpoint'], query: Query): string =>
  `/api${path}?${new URLSearchParams(query).toString()}`

type Told = Measured & { readonly name: string }

const slowest = (told: readonly Told[], by: keyof Measured): Told[] =>
  told.toSorted((one, other) => other[by] - one[by]).slice(0, WORST_SAID)

type Ask = (who: DemoPartyKey, path: string) => Promise<void>

function asker(server: ServerUnderTest): Ask {
  const send = sendOver(server.url)
  const cookies = new Map<DemoPartyKey, string>()
  const signIn = async (who: DemoPartyKey): Promise<string> => {
    const body = { email: emailOf(who), password: server.password() }
    const reply = await send({ method: 'POST', path: '/api/session/sign-in', headers: {}, body })
    return reply.cookies.map((line) => line.split(';')[0]).join('; ')
  }
  return async (who, path) => {
    if (!cookies.has(who)) cookies.set(who, await signIn(who))
    const headers = { cookie: cookies.get(who)!, 'accept-encoding': 'br' }
    const { status, text } = await send({ method: 'GET', path, headers, body: undefined })
    if (status !== 200) throw new Error(`${path} as ${who}: ${status} ${text}`)
  }
}

const QUIET_SHARE = 0.1
const QUIET_MS_MAX = 300_000

/**
 * A corridor that appeared a moment ago has followers, audits and watches read all of it once; lists are asked of a server that has
 * done so. Over when server and database together have let nine tenths of a core be for five seconds.
 */
async function untilQuiet(processor: () => number): Promise<void> {
  for (const patience = performance.now() + QUIET_MS_MAX; performance.now() < patience;) {
    const [before, began] = [processor(), performance.now()]
    await sleep(5_000)
    if (processor() - before < QUIET_SHARE * (performance.now() - began)) return
  }
  throw new Error('the server has not come to rest')
}

interface Measured {
  readonly p95Ms: number
  /** Of server and database together, for one answer. */
  readonly processorMs: number
}

async function measure(work: () => Promise<void>, processor: () => number): Promise<Measured> {
  for (let i = 0; i < WARM; i += 1) await work()
  const before = processor()
  const times: number[] = []
  for (let i = 0; i < TIMES; i += 1) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  const processorMs = (processor() - before) / TIMES
  const p95Ms = times.sort((a, b) => a - b)[Math.ceil(0.95 * TIMES) - 1]!
  return { p95Ms: tenths(p95Ms), processorMs: tenths(processorMs) }
}

const tenths = (ms: number): number => Math.round(ms * 10) / 10

/** Processor time so far of everything that runs on this folder, ms. */
function processorOf(dataDir: string): () => number {
  const server = readdirSync('/proc').filter((pid) => isServer(pid, dataDir))
  const postmaster = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split(
    '\n',
  )[0]
  // A connection that ends takes with it what it had spent: what was last seen of it stays.
  const spent = new Map<string, number>()
  return () => {
    const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
    for (const pid of [...server, ...children.split(' ').filter(Boolean)])
      spent.set(pid, Math.max(spent.get(pid) ?? 0, spentMs(pid)))
    return [...spent.values()].reduce((sum, ms) => sum + ms, 0)
  }
}

function isServer(pid: string, dataDir: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    const settings = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    return command.includes('src/main.ts') && settings.includes(`DATA_DIR=${dataDir}`)
  } catch {
    return false
  }
}

function spentMs(pid: string): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
      const [ns] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')
      return sum + Number(ns) / 1e6
    }, 0)
  } catch {
    // A connection that was closed while we looked.
    return 0
  }
}

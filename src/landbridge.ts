/** One running landbridge: the database, the slices in their order, the followers, the trackers' gateway, the demo. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  alertDigestHead,
  alertFollowers,
  alertNotices,
  alertRoutes,
  forgetAlerts,
  startAlerts,
} from '#alert'
import {
  bookingNotices,
  bookingRoutes,
  noticeFollower,
  restrictionFollower,
  slotFollower,
  startWatch,
} from '#booking'
import { customsRoutes } from '#customs'
import {
  deleteSessionsOver,
  identityRoutes,
  inviteFirstAdministrator,
  openIdentity,
  type Identity,
} from '#identity'
import { figuresRoutes, startSumming } from '#figures'
import { fleetFollower, journeyFollower, journeyRoutes, startWatching } from '#journey'
import { describeWebhooks, forgetNotices, noticeNotices, noticeRoutes, startNotices } from '#notice'
import { openPassport, passportRoutes, type Passport } from '#passport'
import { systemClock, type Clock } from '#platform/clock.ts'
import { ConfigError, type Config } from '#platform/config.ts'
import { checkDatabase, openDatabase, type Database } from '#platform/database.ts'
import { createHttp, serveWeb, type Http } from '#platform/http.ts'
import { forgetOldKeys } from '#platform/idempotency.ts'
import { randomIds } from '#platform/ids.ts'
import { mapTilesRoute } from '#platform/map-tiles-route.ts'
import { migrate } from '#platform/migrate.ts'
import { mqttFiles } from '#platform/mqtt-config.ts'
import { openApiRoute } from '#platform/openapi.ts'
import { startFollowers } from '#platform/outbox.ts'
import { startPostgres } from '#platform/postgres.ts'
import { openSigner, type Signer } from '#platform/signer.ts'
import { priceRoutes } from '#price'
import { supervisionRoutes } from '#supervision'
import { dcsaFollower, exchangeNotices, exchangeRoutes } from '#exchange'
import {
  preparePositionMonths,
  startGatewayProcess,
  startPositionKeeping,
  trackingRoutes,
  type TrackingRoutes,
} from '#tracking'
import type { TrackerWays } from '#tracking/contract.ts'
import { startLayingOut, trainRoutes } from '#train'
import { warehouseRoutes } from '#warehouse'

const WEB_ROOT = fileURLToPath(new URL('../dist/web', import.meta.url))
const HOUSEKEEPING_MS = 3_600_000

/** Every kind of notice, whichever slice declares it. */
const NOTICE_KINDS = new Map(
  [...noticeNotices, ...bookingNotices, ...alertNotices, ...exchangeNotices].map((declared) => [
    declared.kind,
    declared,
  ]),
)

/** What every part is given; `openHttp` binds the slices to a clock, which is the demo's while the demo is made. */
export interface Parts {
  readonly config: Config
  readonly database: Database
  readonly signer: Signer
  readonly identity: Identity
  readonly passport: Passport
  openHttp(clock: Clock): Promise<Http>
}

export interface Landbridge {
  readonly port: number
  stop(): Promise<void>
}

type Print = (line: string) => void

/** Things to close, last opened first. */
type Closing = (() => Promise<void>)[]

export async function startLandbridge(config: Config, print: Print): Promise<Landbridge> {
  const closing: Closing = []
  try {
    return await start(config, print, closing)
  } catch (error) {
    await closeAll(closing)
    throw error
  }
}

async function start(config: Config, print: Print, closing: Closing): Promise<Landbridge> {
  await requireFreePort(config.port, config.host, 'PORT')
  await requireFreePort(config.trackerPort, config.host, 'TRACKER_PORT')
  await requireMqtt(config)
  const demo = config.demo ? await import('../tools/demo/demo.ts') : undefined
  await demo?.clearUnfinished(config)
  const parts = await openParts(config, closing)
  const greeting = demo ? await demo.makeOnce(parts) : await inviteFirst(parts)

  const complain = (error: unknown, who: string): void => {
    process.stderr.write(`${who}: ${String((error as Error).stack ?? error)}\n`)
  }
  const watching = { database: parts.database, clock: systemClock, ids: randomIds(systemClock) }
  const following = [
    slotFollower(watching),
    restrictionFollower(systemClock),
    ...parts.passport.followers,
    noticeFollower(systemClock),
    journeyFollower(systemClock),
    fleetFollower,
    ...alertFollowers(systemClock),
    dcsaFollower(systemClock),
  ]
  const followers = await startFollowers(parts.database, following, complain)
  closing.push(() => followers.stop())
  await startClockworks(parts, { ...watching, complain }, closing)
  const http = await parts.openHttp(systemClock)
  openApiRoute(http, config.publicUrl, describeWebhooks(NOTICE_KINDS.values()))
  await serveWeb(http)
  closing.push(() => http.app.close())
  await http.app.listen({ port: config.port, host: config.host })

  const gateway = await startGatewayProcess({
    databaseUrl: parts.database.url,
    host: config.host,
    port: config.trackerPort,
    unknown: config.trackerUnknown,
    mqtt: config.mqtt,
    cache: resolve(config.dataDir, 'gateway-cache'),
    onLine: (line) => process.stderr.write(`${line}\n`),
  })
  closing.push(() => gateway.stop())
  const tidyUp = () => keepHouse(parts.database).catch((error: unknown) => complain(error, 'house'))
  const housekeeping = setInterval(() => void tidyUp(), HOUSEKEEPING_MS)
  closing.push(async () => clearInterval(housekeeping))
  const positions = startPositionKeeping(parts.database, {
    clock: systemClock,
    config: config.positions,
    onError: (error) => complain(error, 'positions'),
  })
  closing.push(() => positions.stop())
  const simulation = demo?.run(config, (error) => complain(error, 'demo'))
  closing.push(async () => simulation?.stop())

  const address = `landbridge is at ${config.publicUrl}/ · http · trackers on port ${config.trackerPort}`
  print([address, ...greeting].join('\n'))
  return { port: config.port, stop: () => closeAll(closing) }
}

/** What goes on by itself: slots, timetables, notices, what trackers saw, alerts. */
async function startClockworks(
  parts: Parts,
  watching: Parameters<typeof startWatch>[0],
  closing: Closing,
): Promise<void> {
  const daysAhead = parts.config.timetableDays
  const watch = startWatch(watching)
  closing.push(() => watch.stop())
  const laying = startLayingOut({ ...watching, daysAhead })
  closing.push(() => laying.stop())
  const notices = await startNotices(
    { ...parts, kinds: NOTICE_KINDS, heads: [alertDigestHead] },
    watching.complain,
  )
  closing.push(() => notices.stop())
  const trackers = await startWatching({ ...parts, clock: systemClock }, watching.complain)
  closing.push(() => trackers.stop())
  const alerts = startAlerts(watching)
  closing.push(() => alerts.stop())
  const summing = startSumming(watching)
  closing.push(() => summing.stop())
}

async function openParts(config: Config, closing: Closing): Promise<Parts> {
  makeDataDir(config.dataDir)
  const url = config.databaseUrl ?? (await startEmbedded(config, closing))
  if (config.databaseUrl !== undefined) await checkDatabase(url)
  await migrate(url)
  const database = openDatabase(url)
  closing.push(() => database.close())
  const signer = openSigner(config.dataDir)
  const secure = config.publicUrl.startsWith('https:')
  const ids = randomIds(systemClock)
  const identity = openIdentity({ database, clock: systemClock, ids, signer, secure })
  closing.push(() => identity.close())
  await keepHouse(database)
  const passport = await openPassport({ database, signer, clock: systemClock, ...config })
  closing.push(() => passport.close())

  const openHttp = async (clock: Clock): Promise<Http> => {
    const http = await createHttp({
      database,
      clock,
      ids: randomIds(clock),
      authenticate: (headers) => identity.authenticate(headers),
      logLevel: config.logLevel,
      secure,
      webRoot: WEB_ROOT,
      ...(config.mapTiles && { tileOrigin: config.mapTiles.origin }),
    })
    const tracking = bindSlices(http, { config, identity, passport })
    http.app.addHook('preClose', async () => tracking.close())
    return http
  }
  return { config, database, signer, identity, passport, openHttp }
}

/** Every slice's endpoints, in the order the slices stand. */
export function bindSlices(
  http: Http,
  { config, identity, passport }: Pick<Parts, 'config' | 'identity' | 'passport'>,
): TrackingRoutes {
  mapTilesRoute(http, config.mapTiles)
  identityRoutes(http, identity)
  noticeRoutes(http, {
    kinds: NOTICE_KINDS,
    signer: identity.signer,
    allowPrivate: config.webhookPrivate,
    sendsMail: config.mail !== undefined,
  })
  trainRoutes(http, { daysAhead: config.timetableDays })
  priceRoutes(http)
  bookingRoutes(http)
  warehouseRoutes(http)
  customsRoutes(http)
  const tracking = trackingRoutes(http, trackerWays(config))
  journeyRoutes(http, tracking)
  alertRoutes(http)
  passportRoutes(http, passport)
  supervisionRoutes(http)
  exchangeRoutes(http)
  figuresRoutes(http)
  return tracking
}

function trackerWays({ trackerPort, mqtt }: Config): TrackerWays {
  return {
    jt808Port: trackerPort,
    mqtt: mqtt
      ? {
          tlsPort: mqtt.tls?.port ?? null,
          plainPort: mqtt.plain?.port ?? null,
          plainHost: mqtt.plain?.host ?? null,
          // Without the name and the password that stand before it.
          broker: mqtt.outside ? new URL(mqtt.outside.url).host : null,
        }
      : null,
  }
}

function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(`${dataDir}/secrets`, { recursive: true, mode: 0o711 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigError(
      `The data folder ${dataDir} cannot be written (${code}): set DATA_DIR to one that can`,
    )
  }
}

async function startEmbedded(config: Config, closing: Closing): Promise<string> {
  const postgres = await startPostgres(config.dataDir)
  closing.push(() => postgres.stop())
  return postgres.url
}

/** Asked before anything is started, so that a taken port costs nothing but its one line. */
function requireFreePort(port: number, host: string, setting: string): Promise<void> {
  const probe = createServer()
  return new Promise((done, fail) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'is taken by another program'
          : `cannot be used (${error.code})`
      fail(new ConfigError(`Port ${port} ${why}: set ${setting} to another`))
    })
    probe.listen(port, host, () => probe.close(() => done()))
  })
}

/** Likewise: a certificate that cannot be read must not be found out by a gateway that is started again and again. */
async function requireMqtt({ mqtt, host }: Config): Promise<void> {
  if (mqtt?.tls) await requireFreePort(mqtt.tls.port, host, 'MQTT_PORT')
  if (mqtt?.plain) await requireFreePort(mqtt.plain.port, mqtt.plain.host, 'MQTT_PLAIN_PORT')
  for (const file of mqttFiles(mqtt)) {
    try {
      accessSync(file, constants.R_OK)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      throw new ConfigError(`The file ${file} cannot be read (${code}), which MQTT needs`)
    }
  }
}

/** Without the demo: until somebody is in, each start prints an invitation for the platform's first administrator. */
async function inviteFirst({ database, identity, config }: Parts): Promise<string[]> {
  const now = systemClock()
  const making = { signer: identity.signer, ids: randomIds(systemClock), now }
  const token = await database.transact((tx) =>
    inviteFirstAdministrator(tx, making, config.administratorEmail),
  )
  if (token === undefined) return []
  const address = `${config.publicUrl}/invitation/${token}`
  return [`First administrator (${config.administratorEmail}): ${address}`]
}

/** What time brings: months of positions before anything writes there, keys of repeated commands to forget. */
async function keepHouse(database: Database): Promise<void> {
  const now = systemClock()
  await database.transact((tx) => preparePositionMonths(tx, now))
  await database.transact((tx) => forgetOldKeys(tx, now))
  await database.transact((tx) => forgetNotices(tx, now))
  await database.transact((tx) => forgetAlerts(tx, now))
  await database.transact((tx) => deleteSessionsOver(tx))
}

async function closeAll(closing: Closing): Promise<void> {
  for (const close of closing.reverse()) await close()
  closing.length = 0
}

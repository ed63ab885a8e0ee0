/** Every setting, from the environment, with its default and meaning. `docs/operating.md` lists them for the installer. */
import { join, resolve } from 'node:path'
import { readMapTiles, type MapTilesConfig } from '#platform/map-tiles-config.ts'
import { readMqtt, type MqttConfig } from '#platform/mqtt-config.ts'
import { ConfigError, readPort, type Environment } from '#platform/setting.ts'

export { ConfigError }

export interface Config {
  /** PORT: the web address. */
  readonly port: number
  /** HOST: the interface listened on. */
  readonly host: string
  /** DATA_DIR: embedded database, secrets, head file. */
  readonly dataDir: string
  /** DATABASE_URL: an own PostgreSQL instead of the embedded one. */
  readonly databaseUrl: string | undefined
  /** PUBLIC_URL: what people reach us by; printed in QR codes and used as the ledger's name. */
  readonly publicUrl: string
  /** TRACKER_PORT: JT/T 808 over TCP. */
  readonly trackerPort: number
  /** TRACKER_UNKNOWN: what becomes of the frames of trackers that do not authenticate. */
  readonly trackerUnknown: 'quarantine' | 'refuse'
  /** MQTT for trackers; undefined, and off, without MQTT_PORT, MQTT_PLAIN_PORT and MQTT_URL. */
  readonly mqtt: MqttConfig | undefined
  /** DEMO: `off` leaves out the demo corridor. */
  readonly demo: boolean
  /** ADMIN_EMAIL: whom the first start without the demo invites as the platform's administrator. */
  readonly administratorEmail: string
  /** LOG_LEVEL: fatal, error, warn, info, debug. */
  readonly logLevel: string
  /** MAP_TILES: whose tiles lie under the map; undefined, and the map is drawn from built-in shapes alone, unless set. */
  readonly mapTiles: MapTilesConfig | undefined
  /** WEBHOOK_PRIVATE: `on` lets webhooks go to http and to addresses of our own network. */
  readonly webhookPrivate: boolean
  /** Mail; undefined, and none is sent, without SMTP_URL. */
  readonly mail: MailConfig | undefined
  /** WITNESS_POLICY: the file that names the ledger's witnesses (C2SP tlog-policy); without it nobody is asked. */
  readonly witnessPolicy: string | undefined
  readonly positions: PositionConfig
  /** TIMETABLE_DAYS: how many days ahead trains are laid out from timetables. */
  readonly timetableDays: number
  /** Anchoring on a chain; undefined, and off, without ANCHOR_RPC_URL. */
  readonly anchoring: AnchoringConfig | undefined
}

export interface MailConfig {
  /** SMTP_URL: the mail server. Often holds a password: never shown. */
  readonly smtpUrl: string
  /** MAIL_FROM: the sender, an address or `Name <address>`. */
  readonly from: string
}

export interface PositionConfig {
  /** POSITION_KEEP_MONTHS: whole months of fixes kept beside the running one; undefined: all, for ever. */
  readonly keepMonths: number | undefined
  /** POSITION_THIN_DAYS: fixes older than this are thinned out; undefined: never. */
  readonly thinDays: number | undefined
  /** POSITION_THIN_MINUTES: one fix stays for each so many minutes. */
  readonly thinMinutes: number
}

export interface AnchoringConfig {
  /** ANCHOR_RPC_URL: a node of the chain. Often holds a secret: never shown. */
  readonly rpcUrl: string
  /** ANCHOR_CONTRACT: the address `landbridge anchor deploy` printed; undefined until then. In lower case. */
  readonly contract: `0x${string}` | undefined
  /** ANCHOR_KEY_FILE: the sealed key of the account that pays. */
  readonly keyFile: string
  /** ANCHOR_EVERY: minutes between two anchored checkpoints. */
  readonly everyMinutes: number
  /** ANCHOR_CONFIRMATIONS: blocks, its own included, after which a transaction is taken for final. */
  readonly confirmations: number
}

export function readConfig(env: Environment): Config {
  const port = readPort(env, 'PORT') ?? 3000
  const publicUrl = env['PUBLIC_URL'] ?? `http://localhost:${port}`
  if (!URL.canParse(publicUrl) || !/^https?:/.test(publicUrl))
    throw new ConfigError(`PUBLIC_URL must be an http(s) address, not "${publicUrl}"`)
  const dataDir = resolve(env['DATA_DIR'] || 'data')
  return {
    port,
    host: env['HOST'] ?? '0.0.0.0',
    dataDir,
    databaseUrl: env['DATABASE_URL'] || undefined,
    publicUrl: publicUrl.replace(/\/+$/, ''),
    trackerPort: readPort(env, 'TRACKER_PORT') ?? 8808,
    trackerUnknown: parseUnknown(env['TRACKER_UNKNOWN'] || 'quarantine'),
    mqtt: readMqtt(env),
    demo: env['DEMO'] !== 'off',
    administratorEmail: (env['ADMIN_EMAIL'] || 'administrator@localhost.example').toLowerCase(),
    logLevel: env['LOG_LEVEL'] ?? 'warn',
    mapTiles: readMapTiles(env, publicUrl),
    webhookPrivate: env['WEBHOOK_PRIVATE'] === 'on',
    mail: parseMail(env, new URL(publicUrl).hostname),
    witnessPolicy: env['WITNESS_POLICY'] ? resolve(env['WITNESS_POLICY']) : undefined,
    positions: {
      keepMonths: parseLimit(env, 'POSITION_KEEP_MONTHS', 1_200),
      thinDays: parseLimit(env, 'POSITION_THIN_DAYS', 36_500),
      thinMinutes: parseCount(env, 'POSITION_THIN_MINUTES', { fallback: 15, max: 60 }),
    },
    timetableDays: parseCount(env, 'TIMETABLE_DAYS', { fallback: 90, max: 366 }),
    anchoring: parseAnchoring(env, dataDir),
  }
}

function parseMail(env: Environment, host: string): MailConfig | undefined {
  const smtpUrl = env['SMTP_URL']
  if (smtpUrl === undefined || smtpUrl === '') return undefined
  if (!URL.canParse(smtpUrl) || !/^smtps?:/.test(smtpUrl))
    throw new ConfigError('SMTP_URL must be smtp://user:password@host:port or smtps://…')
  const from = env['MAIL_FROM'] || `landbridge@${host}`
  if (!/^[^@<>\r\n]*<?[^@<>\s]+@[^@<>\s]+>?$/.test(from))
    throw new ConfigError(`MAIL_FROM must be a mail address, not "${from}"`)
  return { smtpUrl, from }
}

function parseAnchoring(env: Environment, dataDir: string): AnchoringConfig | undefined {
  const rpcUrl = env['ANCHOR_RPC_URL']
  if (rpcUrl === undefined || rpcUrl === '') return undefined
  if (!URL.canParse(rpcUrl) || !/^https?:/.test(rpcUrl))
    throw new ConfigError('ANCHOR_RPC_URL must be the http(s) address of a node’s JSON-RPC')
  const contract = env['ANCHOR_CONTRACT'] || undefined
  if (contract !== undefined && !/^0x[0-9a-fA-F]{40}$/.test(contract))
    throw new ConfigError(`ANCHOR_CONTRACT must be an address, 0x and 40 digits, not "${contract}"`)
  return {
    rpcUrl,
    contract: contract?.toLowerCase() as `0x${string}` | undefined,
    keyFile: anchorKeyFile(env, dataDir),
    everyMinutes: parseCount(env, 'ANCHOR_EVERY', { fallback: 60, max: 10_080 }),
    confirmations: parseCount(env, 'ANCHOR_CONFIRMATIONS', { fallback: 12, max: 10_000 }),
  }
}

/** Without a default: unset there is no limit. */
function parseLimit(env: Environment, name: string, max: number): number | undefined {
  return env[name] ? parseCount(env, name, { fallback: max, max }) : undefined
}

/** Where the anchoring account's key is, also while anchoring is off. */
export function anchorKeyFile(env: Environment, dataDir: string): string {
  return resolve(env['ANCHOR_KEY_FILE'] || join(dataDir, 'secrets', 'anchor.key'))
}

function parseCount(
  env: Environment,
  name: string,
  { fallback, max }: { readonly fallback: number; readonly max: number },
): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  if (!/^[1-9]\d{0,6}$/.test(text) || Number(text) > max)
    throw new ConfigError(`${name} must be a whole number from 1 to ${max}, not "${text}"`)
  return Number(text)
}

function parseUnknown(text: string): 'quarantine' | 'refuse' {
  if (text === 'quarantine' || text === 'refuse') return text
  throw new ConfigError(`TRACKER_UNKNOWN must be quarantine or refuse, not "${text}"`)
}

/** Every setting, from the environment, with its default and meaning. `docs/operating.md` lists them for the installer. */
import { resolve } from 'node:path'

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
  /** DEMO: `off` leaves out the demo corridor. */
  readonly demo: boolean
  /** ADMIN_EMAIL: whom the first start without the demo invites as the platform's administrator. */
  readonly administratorEmail: string
  /** LOG_LEVEL: fatal, error, warn, info, debug. */
  readonly logLevel: string
  /** TILE_URL: raster map tiles with {z}/{x}/{y}; without it the built-in land-and-rail map is shown. */
  readonly tileUrl: string | undefined
}

/** A setting that cannot be used; `main.ts` prints its one line and ends. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const port = parsePort(env, 'PORT', 3000)
  const publicUrl = env['PUBLIC_URL'] ?? `http://localhost:${port}`
  if (!URL.canParse(publicUrl) || !/^https?:/.test(publicUrl))
    throw new ConfigError(`PUBLIC_URL must be an http(s) address, not "${publicUrl}"`)
  return {
    port,
    host: env['HOST'] ?? '0.0.0.0',
    dataDir: resolve(env['DATA_DIR'] || 'data'),
    databaseUrl: env['DATABASE_URL'] || undefined,
    publicUrl: publicUrl.replace(/\/+$/, ''),
    trackerPort: parsePort(env, 'TRACKER_PORT', 8808),
    demo: env['DEMO'] !== 'off',
    administratorEmail: (env['ADMIN_EMAIL'] || 'administrator@localhost.example').toLowerCase(),
    logLevel: env['LOG_LEVEL'] ?? 'warn',
    tileUrl: env['TILE_URL'] || undefined,
  }
}

function parsePort(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65535)
    throw new ConfigError(`${name} must be a port number from 0 to 65535, not "${text}"`)
  return port
}

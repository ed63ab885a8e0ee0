/** One setting of the environment, read or refused in one line. */

/** A setting that cannot be used; `main.ts` prints its one line and ends. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Undefined where it is not set. 0 takes any free port. */
export function readPort(env: Environment, name: string): number | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new ConfigError(`${name} must be a port number from 0 to 65535, not "${text}"`)
  return port
}

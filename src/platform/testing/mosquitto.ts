/** Mosquitto's own clients, as whoever sets up a device uses them: the system's, else Debian's package where we may install one. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'

const CANDIDATES = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']

const find = (): string | undefined =>
  CANDIDATES.find((folder) => existsSync(`${folder}/mosquitto_pub`))

/** The folder that holds them; undefined where they are not and cannot be installed. */
export function mosquittoClients(): string | undefined {
  const found = find()
  if (found !== undefined) return found
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  const quiet = { stdio: 'ignore' } as const
  execFileSync('apt-get', ['update'], quiet)
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'mosquitto-clients'], quiet)
  return find()
}

/** Runs one of them to its end; what it said is for people to look at when it failed. */
export async function runMosquitto(
  program: string,
  options: readonly string[],
): Promise<{ readonly code: number; readonly said: string }> {
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = (await once(child, 'close')) as [number]
  return { code, said }
}

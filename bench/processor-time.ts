/** Processor time so far, of a process or of all of PostgreSQL: on a machine that others use, what a thing costs says more than how long it took. */
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'

const TICKS_A_SECOND = 100

export function secondsOf(pid: number): number {
  return ticksOf(pid, OWN) / TICKS_A_SECOND
}

/** What the main thread of a process has run so far, and how long it was ready to and had no processor, in ms; nothing where the kernel keeps no account. */
export function mainThreadOf(pid: number): { readonly ranMs: number; readonly waitedMs: number } {
  try {
    const path = `/proc/${pid}/task/${pid}/schedstat`
    const [ran, waited] = readFileSync(path, 'utf8').split(' ').map(Number)
    return { ranMs: ran! / 1e6, waitedMs: waited! / 1e6 }
  } catch {
    return { ranMs: 0, waitedMs: 0 }
  }
}

/**
 * Of its connections, those that ended too, and of its own processes. A connection that has just ended is in no view of PostgreSQL and
 * not yet its parent's: only the kernel knows it.
 */
export async function databaseSeconds(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const postmaster = Number(statOf(rows[0]!.pid)[1])
  await client.end()
  const children = readdirSync('/proc').filter((pid) => Number(statOf(pid)[1]) === postmaster)
  const ticks = children.reduce(
    (sum, pid) => sum + ticksOf(pid, OWN),
    ticksOf(postmaster, [...OWN, ...ENDED_CHILDREN]),
  )
  return ticks / TICKS_A_SECOND
}

/** Places in `/proc/PID/stat` behind the name: utime and stime, cutime and cstime. */
const OWN = [11, 12]
const ENDED_CHILDREN = [13, 14]

/** State, parent, …; none for a process that has ended. */
export function statOf(pid: number | string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // A name may hold what ends it.
    return stat.slice(stat.lastIndexOf(') ') + 2).split(' ')
  } catch {
    return []
  }
}

function ticksOf(pid: number | string, places: readonly number[]): number {
  const stat = statOf(pid)
  return places.reduce((sum, place) => sum + Number(stat[place] ?? 0), 0)
}

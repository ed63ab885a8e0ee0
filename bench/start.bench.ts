/** From an installed tree: `npm start` to the first answered page, and what all processes weigh when idle. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../e2e/server.ts'
import type { Bench } from './main.ts'

const START_S_MAX = 10
const IDLE_MB_MAX = 350
/** The demo is made in the first minutes; idle is what comes after. */
const SETTLE_MS = 20_000

export const bench: Bench = async (report) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'landbridge-bench-'))
  for (const name of ['start_first', 'start_again']) {
    const port = await freePort()
    const env = { ...process.env, PORT: String(port), TRACKER_PORT: String(await freePort()) }
    const began = performance.now()
    const child = spawn('npm', ['start'], {
      env: { ...env, DATA_DIR: dataDir },
      stdio: 'ignore',
      detached: true,
    })
    await firstPage(port)
    report({ name, value: seconds(began), unit: 's', limit: START_S_MAX, n: 1 })
    await sleep(SETTLE_MS)
    if (name === 'start_again')
      report({
        name: 'idle_memory',
        value: memoryMb(child.pid!, dataDir),
        unit: 'MB',
        limit: IDLE_MB_MAX,
        n: 1,
      })
    const gone = once(child, 'exit')
    process.kill(-child.pid!, 'SIGINT')
    await gone
  }
  rmSync(dataDir, { recursive: true, force: true })
}

async function firstPage(port: number): Promise<void> {
  for (;;) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      (reply) => reply.ok,
      () => false,
    )
    if (answered) return
    await sleep(50)
  }
}

const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10

/** Proportional set size: memory shared between PostgreSQL's processes is counted once. */
function memoryMb(root: number, dataDir: string): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)))
  const family = new Set([root])
  for (let grew = true; grew;) {
    const children = processes.filter(({ pid, parent }) => family.has(parent) && !family.has(pid))
    for (const { pid } of children) family.add(pid)
    grew = children.length > 0
  }
  const postmaster = processes.find(({ command }) => command.includes(`${dataDir}/postgres`))
  const ours = processes.filter(
    ({ pid, parent }) => family.has(pid) || pid === postmaster?.pid || parent === postmaster?.pid,
  )
  return Math.round(ours.reduce((sum, { kb }) => sum + kb, 0) / 1024)
}

function readProcess(pid: number) {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return [{ pid, parent, command, kb: Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) }]
  } catch {
    // It ended while we looked.
    return []
  }
}

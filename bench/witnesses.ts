/** Three witnesses as their operators run them, each a process with two keys and a disk it waits for, and a ledger that asks them all. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Ledger } from '#passport/sequencer.ts'
import { startWitnessing } from '#passport/witnessing/witness-loop.ts'
import { parseWitnessPolicy } from '#passport/witnessing/witness-policy.ts'

const COUNT = 3

interface StartedWitness {
  readonly name: string
  readonly vkey: string
  readonly url: string
  readonly child: ChildProcess
}

interface AskedWitnesses {
  readonly admit: () => Promise<void>
  wake(): void
  stop(): Promise<void>
}

/** `onReached` hears of each size that all of them have cosigned. */
export async function startWitnesses(
  { ledger, folder }: { readonly ledger: Ledger; readonly folder: string },
  onReached: (size: number) => void,
): Promise<AskedWitnesses> {
  const logs = join(folder, 'witness-policy')
  writeFileSync(logs, `log ${ledger.key.vkey}\nquorum none\n`)
  const witnesses: StartedWitness[] = []
  for (let at = 1; at <= COUNT; at += 1) witnesses.push(await startWitness(folder, at, logs))
  const lines = witnesses.map(({ name, vkey, url }) => `witness ${name} ${vkey} ${url}`)
  const names = witnesses.map(({ name }) => name).join(' ')
  const policy = parseWitnessPolicy(
    `${lines.join('\n')}\ngroup all-of-them all ${names}\nquorum all-of-them\n`,
    ledger.key.vkey,
  )
  const loop = await startWitnessing(ledger, policy, (error) => {
    throw error
  })
  const watch = setInterval(() => {
    const size = loop.cosigned.best()?.size
    if (size !== undefined) onReached(size)
  }, 2)
  return {
    admit: loop.admit,
    wake: () => loop.wake(),
    async stop() {
      clearInterval(watch)
      await loop.stop()
      for (const { child } of witnesses) child.kill('SIGTERM')
    },
  }
}

async function startWitness(folder: string, at: number, logs: string): Promise<StartedWitness> {
  const name = `witness-${at}`
  const key = join(folder, `${name}.key`)
  const made = ['src/cli.ts', 'witness', 'key', key, '--name', `${name}.example`]
  const { stdout } = spawnSync(process.execPath, made, { encoding: 'utf8' })
  const data = join(folder, name)
  const options = ['--policy', logs, '--key', key, '--data', data, '--listen', '127.0.0.1:0']
  const child = spawn(process.execPath, ['src/cli.ts', 'witness', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { name, vkey: stdout.split('\n')[0]!, url: /http:\S+/.exec(line)![0], child }
}

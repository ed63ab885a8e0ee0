/** The process that the test of alerts kills: a server's clockwork and nothing else, at a moment that it is told. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import { tick } from '#alert/watching.ts'

async function tickForEver([url, now]: string[]): Promise<void> {
  const database = openDatabase(url!, 4)
  const clock = () => new Date(now!)
  const complain = (error: unknown): void => void process.stderr.write(`${String(error)}\n`)
  process.on('disconnect', () => process.exit())
  process.send!('ready')
  for (;;) {
    await tick({ database, clock, ids: randomIds(clock), complain })
    await sleep(5)
  }
}

await tickForEver(process.argv.slice(2))

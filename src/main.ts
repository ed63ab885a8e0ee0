/** Starts landbridge: settings → database → slices in order → listen. The only place that knows everything. */
import { enableCompileCache, flushCompileCache } from 'node:module'
import { COMPILE_CACHE } from '#platform/compile-cache.ts'
import { ConfigError, readConfig } from '#platform/config.ts'
import { giveBackSoon } from '#platform/give-back.ts'

async function main(): Promise<void> {
  const config = readConfig(process.env)
  // Before the program proper is loaded: what was compiled at the last start is not compiled again.
  enableCompileCache(COMPILE_CACHE.server)
  const { startLandbridge } = await import('./landbridge.ts')
  const landbridge = await startLandbridge(config, (line) => process.stdout.write(`${line}\n`))
  flushCompileCache()
  giveBackSoon()
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void landbridge.stop().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

main().catch((error: unknown) => {
  // A setting that cannot be used gets its one line; anything else is a bug and shows where.
  process.stderr.write(
    error instanceof ConfigError
      ? `landbridge: ${error.message}\n`
      : `${String((error as Error).stack)}\n`,
  )
  process.exit(1)
})

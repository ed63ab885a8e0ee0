/** Starts landbridge: settings → database → slices in order → listen. The only place that knows everything. */
import { ConfigError, readConfig } from '#platform/config.ts'
import { startLandbridge } from './landbridge.ts'

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const landbridge = await startLandbridge(config, (line) => process.stdout.write(`${line}\n`))
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

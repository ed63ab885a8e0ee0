/**
 * `npm test`: types, lint, format, dead code, then every test, on one embedded PostgreSQL that is stopped at the end.
 *
 * `npm test -- PATTERN…` runs only the test files whose path holds one of the patterns; `SEED=n` makes what is random in them the same again.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { TEST_CLUSTER, testCluster } from '#platform/testing/database.ts'

const TEST_FILES = ['tlog/test/**/*.test.ts', 'src/**/*.test.ts', 'tools/**/*.test.ts']
const JOURNEYS = ['e2e/**/*.test.ts']

const patterns = process.argv.slice(2)
const wanted = (globs: string[]) =>
  globSync(globs)
    .filter((path) => patterns.length === 0 || patterns.some((pattern) => path.includes(pattern)))
    .sort()

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit' })
    child.on('error', () => done(127))
    child.on('exit', (code) => done(code ?? 1))
  })
}

async function runTests(
  kind: 'tests' | 'journeys',
  files: readonly string[],
  concurrency: number,
  minutesMax: number,
): Promise<number> {
  if (files.length === 0) return 0
  await mkdir('artefacts', { recursive: true })
  return run(process.execPath, [
    ...(process.env['SEED'] === undefined ? [] : ['--import', './tools/seeded-properties.ts']),
    '--test',
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${minutesMax * 60_000}`,
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=artefacts/${kind}.tap`,
    ...files,
  ])
}

async function check(): Promise<number> {
  for (const script of ['types', 'lint', 'format', 'dead']) {
    const code = await run('npm', ['run', '--silent', script])
    if (code !== 0) return code
  }
  return 0
}

async function main(): Promise<number> {
  if (patterns.length === 0) {
    const code = await check()
    if (code !== 0) return code
  }
  const cluster = await testCluster()
  try {
    // One by one would waste a core; more than the cores starve the browser and the clocks of each other.
    const code = await runTests('tests', wanted(TEST_FILES), 2, 3)
    // The journeys run alone: each starts a whole server and a browser.
    return code === 0 ? await runTests('journeys', wanted(JOURNEYS), 1, 12) : code
  } finally {
    await cluster.stop()
    await rm(TEST_CLUSTER, { recursive: true, force: true })
  }
}

process.exitCode = await main()

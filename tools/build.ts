/**
 * Builds the web app into `dist/web`, and compiles server and gateway into Node's cache, when their sources or what they are
 * built with have changed; otherwise does nothing.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { COMPILE_CACHE, GATEWAY_FLAGS, NODE_FLAGS } from '#platform/compile-cache.ts'

const SOURCES = [
  'src/**/*.{ts,tsx,css,svg,html}',
  '*.html',
  'tlog/src/**/*.ts',
  'vite.config.ts',
  'tools/evidence-page.ts',
]
const OUT = 'dist/web'
const STAMP = 'dist/web.stamp'

function digestSources(): string {
  const hash = createHash('sha256')
  const files = globSync([...SOURCES, 'package-lock.json']).filter(
    (path) => !/\.test\.tsx?$/.test(path),
  )
  for (const path of files.sort()) hash.update(path).update(readFileSync(path))
  return hash.digest('hex')
}

function readStamp(): string | undefined {
  try {
    return readFileSync(STAMP, 'utf8')
  } catch {
    return undefined
  }
}

/** Loads the programs once, without starting them: the gateway ends for want of a database's address. */
async function compilePrograms(): Promise<void> {
  const programs = [
    [COMPILE_CACHE.server, './src/landbridge.ts', NODE_FLAGS],
    [COMPILE_CACHE.gateway, './src/gateway/main.ts', GATEWAY_FLAGS],
  ] as const
  for (const [cache, program, flags] of programs) {
    const env = { ...process.env, NODE_COMPILE_CACHE: cache, DATABASE_URL: '' }
    const load = ['--input-type=module', '-e', `await import('${program}')`]
    await once(spawn(process.execPath, [...flags, ...load], { env, stdio: 'ignore' }), 'exit')
  }
}

async function buildPages(
  build: typeof import('vite').build,
  outDir: string,
  pages: readonly string[],
): Promise<void> {
  const input = pages.map((page) => resolve(`src/web/${page}.html`))
  const emptyOutDir = pages.includes('index')
  const options = { outDir: resolve(outDir), emptyOutDir, rolldownOptions: { input } }
  await build({ logLevel: 'warn', build: options })
}

/** As small as it gets, once: the server would compress each reply anew, and less. */
function compress(folder: string): void {
  for (const path of globSync(`${folder}/assets/*.{js,css,json}`))
    writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)))
}

const digest = digestSources()
if (readStamp() !== digest) {
  process.stdout.write('Building the web app (once) …\n')
  // Built beside its place and moved in whole: a stop in the middle leaves the old app, not half a new one.
  const draft = `${OUT}.new`
  const compiled = compilePrograms()
  // Only now: most starts have nothing to build, and the bundler takes a second to load.
  const { build } = await import('vite')
  const { buildEvidencePage } = await import('./evidence-page.ts')
  await buildPages(build, draft, ['index'])
  // By themselves: of what they share with the app they carry only what they use.
  await buildPages(build, draft, ['passport', 'verify'])
  await buildEvidencePage(draft)
  compress(draft)
  mkdirSync('dist', { recursive: true })
  await compiled
  rmSync(OUT, { recursive: true, force: true })
  renameSync(draft, OUT)
  writeFileSync(STAMP, digest)
}

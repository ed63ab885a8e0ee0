/** Builds the web app into `dist/web` when its sources, or what they are built with, have changed; otherwise does nothing. */
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'vite'

const SOURCES = ['src/**/*.{ts,tsx,css,svg,html}', '*.html', 'tlog/src/**/*.ts', 'vite.config.ts']
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

const digest = digestSources()
if (readStamp() !== digest) {
  process.stdout.write('Building the web app (once) …\n')
  // Built beside its place and moved in whole: a stop in the middle leaves the old app, not half a new one.
  const draft = `${OUT}.new`
  await build({ logLevel: 'warn', build: { outDir: resolve(draft), emptyOutDir: true } })
  mkdirSync('dist', { recursive: true })
  rmSync(OUT, { recursive: true, force: true })
  renameSync(draft, OUT)
  writeFileSync(STAMP, digest)
}

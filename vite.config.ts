/** Builds the app for the parties, and the small public pages (a container's, and the one that verifies files), which share none of its weight. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = new URL('src/web/', import.meta.url).pathname

/** The page a phone opens by scanning a container must stay light: nothing of the app's libraries may reach it. */
const APP_ONLY =
  /node_modules\/(?:antd|@ant-design|@rc-component|@emotion|@tanstack|react-router|dayjs)\//

export default defineConfig({
  root,
  plugins: [react(), keepPublicPagesLight()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2024',
    // MapLibre alone is larger than the default limit; it is loaded only where a map is shown.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      // After it was made small, which would take away a comment.
      output: { postBanner: chunkHead },
    },
  },
  worker: { format: 'es', rolldownOptions: { output: { postBanner: chunkHead } } },
  server: { proxy: { '/api': 'http://localhost:3000', '/ledger': 'http://localhost:3000' } },
})

/** What a chunk begins with. */
export function chunkHead({ moduleIds }: { readonly moduleIds: readonly string[] }): string {
  const has = (part: string) => moduleIds.some((id) => id.includes(part))
  const isZod = has('/node_modules/zod/')
  const isCheck = (isZod || has('/src/passport/verify.ts')) && !moduleIds.some(isOtherLibrary)
  return (isCheck ? COMPILED_AT_ONCE : '') + (isZod ? ZOD_JITLESS : '')
}

const isOtherLibrary = (id: string): boolean => /\/node_modules\/(?!zod\/|@noble\/)/.test(id)

/**
 * A check of evidence calls nearly all there is in these chunks, once: compiled one by one as they are called, the functions take a
 * quarter of a first check. So Chromium is told to compile them while it loads the chunk, beside what it is doing.
 */
const COMPILED_AT_ONCE = '//# allFunctionsCalledOnLoad\n'

/**
 * The pages' security policy forbids code made at run time. zod tries that while its first schema is built, unless it was told before:
 * so it is told in the very chunk it stands in.
 */
const ZOD_JITLESS = 'globalThis.__zod_globalConfig = { jitless: true };'

const PUBLIC_PAGES = ['passport', 'verify']

/** Fails the build when a library of the app becomes part of what a public page loads at once. */
function keepPublicPagesLight() {
  return {
    name: 'keep-public-pages-light',
    generateBundle(_options: unknown, bundle: Readonly<Record<string, BundleFile>>) {
      const loaded = new Set<string>()
      const follow = (file: BundleFile | undefined): void => {
        if (file === undefined || loaded.has(file.fileName)) return
        loaded.add(file.fileName)
        const heavy = file.moduleIds?.find((id) => APP_ONLY.test(id))
        if (heavy !== undefined) throw new Error(`a public page must not load ${heavy}`)
        for (const next of file.imports ?? []) follow(bundle[next])
      }
      for (const file of Object.values(bundle))
        if (file.isEntry && PUBLIC_PAGES.includes(file.name ?? '')) follow(file)
    },
  }
}

interface BundleFile {
  readonly fileName: string
  readonly name?: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly moduleIds?: readonly string[]
}

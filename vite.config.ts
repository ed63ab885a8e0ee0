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
      output: {
        // The pages' security policy forbids code made at run time. zod tries that while its first schema is built, unless it
        // was told before: so it is told in the very chunk it stands in.
        banner: zodJitless,
      },
    },
  },
  worker: { format: 'es', rolldownOptions: { output: { banner: zodJitless } } },
  server: { proxy: { '/api': 'http://localhost:3000', '/ledger': 'http://localhost:3000' } },
})

function zodJitless({ moduleIds }: { readonly moduleIds: readonly string[] }): string {
  return moduleIds.some((id) => id.includes('/node_modules/zod/')) ? ZOD_JITLESS : ''
}

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

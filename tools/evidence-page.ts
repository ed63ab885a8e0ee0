/**
 * Builds the page that evidence travels in: one HTML file with its script and style inside and an empty element for the evidence.
 *
 * Its policy names the script and the style by their hashes and forbids everything else, the network first: whatever stands in the
 * evidence, nothing but this script can run, and it cannot tell anybody.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type Rolldown } from 'vite'

const ENTRY = 'src/passport/ui/evidence/main.tsx'
/** As in vite.config.ts: zod must not try to make code. */
const BEFORE = 'globalThis.__zod_globalConfig = { jitless: true };'

export async function buildEvidencePage(outDir: string): Promise<void> {
  const { script, style } = await bundle()
  mkdirSync(outDir, { recursive: true })
  writeFileSync(resolve(outDir, 'evidence.html'), pageOf(script, style))
}

async function bundle(): Promise<{ script: string; style: string }> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2024',
      lib: { entry: resolve(ENTRY), formats: ['iife'], name: 'evidence' },
    },
  })) as Rolldown.RolldownOutput[]
  const files = built.flatMap(({ output }) => output)
  const script = files.flatMap((file) => (file.type === 'chunk' ? [file.code] : [])).join('\n')
  const style = files
    .flatMap((file) =>
      file.type === 'asset' && file.fileName.endsWith('.css') ? [String(file.source)] : [],
    )
    .join('\n')
  // Within a string these mean the same; within an element they would end it or change how it is read.
  const inline = `${BEFORE}\n${script}`.replace(/<(?=\/script|script|!--)/gi, '\\u003c')
  return { script: `\n${inline.trim()}\n`, style: `\n${style.trim()}\n` }
}

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function pageOf(script: string, style: string): string {
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>集装箱证据 · Evidence of a container · Доказательства о контейнере</title>
<style>${style}</style>
</head>
<body>
<script type="application/json" id="evidence"></script>
<div id="root">
<noscript>本文件在浏览器中自行核验，需要启用 JavaScript；也可使用 landbridge ledger verify。 This file verifies itself in your browser and needs JavaScript; or use landbridge ledger verify. Файл проверяет сам себя в браузере, для этого нужен JavaScript; или используйте landbridge ledger verify.</noscript>
</div>
<script>${script}</script>
</body>
</html>
`
}

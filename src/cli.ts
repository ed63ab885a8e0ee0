/**
 * `npx landbridge …`: what is done beside the running server.
 *
 * Ends with 0 when all is well, 1 when a file is refused or work failed, 2 when the command was not understood.
 * Each command loads only what it needs: verifying evidence touches no database and no network.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Locale } from '#kernel/locale.ts'
import { Problem } from '#kernel/problem.ts'
import type { Verdict } from '#passport/verify.ts'

const USAGE = `Usage:
  landbridge ledger verify FILE [--vkey VKEY] [--policy FILE] [--rpc URL] [--lang zh|en|ru]
      Check an evidence file (.landbridge.json, or a page made of one) offline. Without --vkey the ledger's key is taken from
      the file itself. --policy (C2SP tlog-policy) names the ledgers and the witnesses you trust, and how many must have cosigned.
      With --rpc a node of the chain is asked, too, whether it holds the anchored checkpoint.
  landbridge ledger html FILE
      Make a web page of an evidence file, FILE with .html at its end: opened from disk, it verifies itself.
  landbridge ledger audit URL|DIR --vkey VKEY [--state FILE]
      Read a whole ledger (its address ends in /ledger) and derive everything again. With --state an audit that was stopped goes
      on, and a ledger that shrank or was rewritten since is noticed. Ends with 1 when something does not fit, with 3 when it
      cannot be read.
  landbridge ledger mirror URL|DIR DIR --vkey VKEY
      Keep a verified copy in a folder, and continue it: the same files that the server shows, for any web server to show again.
  landbridge keys make FILE --organisation ID
      Make a signing key that your organisation keeps itself; print what to paste where the key is replaced.
  landbridge keys sign FILE --url ADDRESS [--once]
      Sign your organisation's waiting statements with that key, for as long as it runs. LANDBRIDGE_API_KEY is an API key.
  landbridge anchor key
      Make the account that pays for anchors on a chain (ANCHOR_KEY_FILE, sealed); print the address to put funds on.
  landbridge anchor deploy
      Put the contract on the chain of ANCHOR_RPC_URL, once; print what to set as ANCHOR_CONTRACT.
  landbridge witness --policy FILE --key FILE --data DIR --listen HOST:PORT
      Run a witness: cosign the checkpoints of the logs in the policy, as long as each continues the one before. For a partner of
      the ledger's operator, on a computer of their own.
  landbridge witness key FILE [--name NAME]
      Make a witness's key; print its verification keys (Ed25519, then ML-DSA-44) for the policy of whoever is to trust it.
  landbridge jt808 decode
      Read JT/T 808 frames in hex from standard input, one a line; print each as JSON.
  landbridge import hs FILE
      Load the subheadings of the Harmonized System from a CSV listing into the database.
`

interface Asked {
  readonly operands: readonly string[]
  readonly vkey: string | undefined
  readonly state: string | undefined
  readonly organisation: string | undefined
  readonly url: string | undefined
  readonly rpc: string | undefined
  readonly once: boolean
  readonly name: string | undefined
  /** What a witness is started with. */
  readonly witness: Readonly<Record<'policy' | 'key' | 'data' | 'listen', string | undefined>>
  readonly locale: Locale
}

const SIGN_EVERY_MS = 2_000

type Command = (asked: Asked) => Promise<number>

/** Each with how many operands it takes. */
const COMMANDS: Readonly<Record<string, { readonly operands: number; readonly run: Command }>> = {
  'ledger verify': { operands: 1, run: verifyFile },
  'ledger audit': { operands: 1, run: auditLedger },
  'ledger mirror': { operands: 2, run: mirrorTo },
  'ledger html': { operands: 1, run: makePage },
  'keys make': { operands: 1, run: makeKey },
  'keys sign': { operands: 1, run: signWithKey },
  'anchor key': { operands: 0, run: makeAnchorKey },
  'anchor deploy': { operands: 0, run: deployAnchor },
  witness: { operands: 0, run: startWitness },
  'witness key': { operands: 1, run: makeKeyOfWitness },
  'jt808 decode': { operands: 0, run: decodeFrames },
  'import hs': { operands: 1, run: importHs },
}

async function main(words: readonly string[]): Promise<number> {
  const asked = readArguments(words)
  if (asked === 'help') return print(USAGE)
  if (asked === undefined) return complain(USAGE)
  const [area = '', verb = '', ...operands] = asked.positionals
  const command = COMMANDS[`${area} ${verb}`.trim()]
  if (command === undefined || operands.length !== command.operands) return complain(USAGE)
  return command.run({ operands, ...asked.given })
}

const NOT_GIVEN = {
  vkey: undefined,
  state: undefined,
  organisation: undefined,
  url: undefined,
  rpc: undefined,
  name: undefined,
}

function readArguments(words: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        vkey: { type: 'string' },
        state: { type: 'string' },
        organisation: { type: 'string' },
        url: { type: 'string' },
        rpc: { type: 'string' },
        once: { type: 'boolean', default: false },
        name: { type: 'string' },
        policy: { type: 'string' },
        key: { type: 'string' },
        data: { type: 'string' },
        listen: { type: 'string' },
        lang: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return 'help'
    const locale = values.lang === undefined ? localeOfTerminal() : Locale.parse(values.lang)
    const { policy, key, data, listen, lang: _, help: __, ...given } = values
    const witness = { policy, key, data, listen }
    return { positionals, given: { ...NOT_GIVEN, ...given, witness, locale } }
  } catch {
    return undefined
  }
}

/** POSIX order of precedence; a terminal of another language, or of none, is answered in English. */
function localeOfTerminal(): Locale {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  const name = (LC_ALL || LC_MESSAGES || LANG || '').slice(0, 2)
  const locale = Locale.safeParse(name)
  return locale.success ? locale.data : 'en'
}

async function verifyFile({
  operands: [file = ''],
  vkey,
  rpc,
  witness: { policy: policyFile },
  locale,
}: Asked): Promise<number> {
  const bytes = readOperand(file)
  const policyBytes = policyFile === undefined ? undefined : readOperand(policyFile)
  if (bytes === undefined || (policyFile !== undefined && policyBytes === undefined)) return 2
  const policy = policyBytes && new TextDecoder().decode(policyBytes)
  const { verifyEvidence } = await import('#passport/verify.ts')
  const { reportRefusal, reportVerdict } = await import('#passport/report.ts')
  const { findEvidence } = await import('#passport/evidence-page.ts')
  try {
    const found = findEvidence(bytes)
    const offline = verifyEvidence(found.bytes, { vkey, policy })
    const verdict = rpc === undefined ? offline : await askChain(offline, rpc)
    return print(lines(reportVerdict(verdict, locale, found)))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    print(lines(reportRefusal(error, locale)))
    return 1
  }
}

/** The verdict with what a node of the chain confirms. */
async function askChain(verdict: Verdict, rpc: string): Promise<Verdict> {
  const { openChain } = await import('#platform/chain.ts')
  const { checkChain } = await import('#passport/anchoring/check-chain.ts')
  const confirmed = await checkChain(openChain(rpc), verdict.ledger.origin, verdict.anchors)
  return {
    ...verdict,
    checked: [...verdict.checked, ...confirmed],
    unproven: verdict.unproven.filter(({ code }) => code !== 'unproven.chain'),
  }
}

/** The page of an evidence file that holds; what is refused is not dressed up. */
async function makePage({ operands: [file = ''], vkey, locale }: Asked): Promise<number> {
  const bytes = readOperand(file)
  if (bytes === undefined) return 2
  const page = readOperand(fileURLToPath(new URL('../dist/web/evidence.html', import.meta.url)))
  if (page === undefined) return complain('landbridge: build it once with: node tools/build.ts\n')
  const { verifyEvidence } = await import('#passport/verify.ts')
  const { findEvidence, writeEvidencePage } = await import('#passport/evidence-page.ts')
  try {
    const found = findEvidence(bytes)
    verifyEvidence(found.bytes, { vkey })
    const path = `${file.replace(/\.(json|html)$/, '')}.html`
    const text = new TextDecoder().decode(found.bytes)
    writeFileSync(path, writeEvidencePage(new TextDecoder().decode(page), text))
    return print(`${path}\n`)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { reportRefusal } = await import('#passport/report.ts')
    print(lines(reportRefusal(error, locale)))
    return 1
  }
}

async function makeKey({ operands: [file = ''], organisation }: Asked): Promise<number> {
  if (organisation === undefined) return complain(USAGE)
  const { makeKeyFile } = await import('#passport/own-key.ts')
  return settled(async () => print(`${JSON.stringify(makeKeyFile(file, organisation))}\n`))
}

async function signWithKey({ operands: [file = ''], url, once }: Asked): Promise<number> {
  const apiKey = process.env['LANDBRIDGE_API_KEY']
  if (url === undefined || apiKey === undefined) return complain(USAGE)
  const { readKeyFile, signWaiting } = await import('#passport/own-key.ts')
  return settled(async () => {
    const key = readKeyFile(file)
    for (;;) {
      const signing = signWaiting(url, apiKey, key)
      // For ever: an address that is away for a while must not end the only signer.
      const signed = once ? await signing : await signing.catch(sayAndGoOn)
      print(lines(signed))
      if (once) return 0
      await sleep(SIGN_EVERY_MS)
    }
  })
}

function sayAndGoOn(error: unknown): readonly string[] {
  complain(`landbridge: ${String(error)}\n`)
  return []
}

async function startWitness({ witness: { policy, key, data, listen } }: Asked): Promise<number> {
  if (!policy || !key || !data || !listen) return complain(USAGE)
  const { runWitness } = await import('#witness/commands.ts')
  return settled(async () => {
    await runWitness({ policy, key, data, listen }, print)
    return 0
  })
}

async function makeKeyOfWitness({ operands: [file = ''], name }: Asked): Promise<number> {
  const { printWitnessKey } = await import('#witness/commands.ts')
  return settled(async () => {
    printWitnessKey(file, name, print)
    return 0
  })
}

async function makeAnchorKey(): Promise<number> {
  const { printAccount } = await import('#passport/anchoring/commands.ts')
  return settled(() => printAccount(process.env, print))
}

async function deployAnchor(): Promise<number> {
  const { printDeployment } = await import('#passport/anchoring/commands.ts')
  return settled(() => printDeployment(process.env, print))
}

/** What the installer can put right is one line, anything else the bug that it is. */
async function settled(work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    const isExpected =
      error instanceof Error &&
      ('code' in error ||
        ['ConfigError', 'ChainError', 'TypeError', 'WitnessStartError'].includes(error.name))
    if (!isExpected) throw error
    complain(`landbridge: ${error.message}\n`)
    return 1
  }
}

async function auditLedger({
  operands: [place = ''],
  vkey,
  state,
  locale,
}: Asked): Promise<number> {
  if (vkey === undefined) return complain(USAGE)
  const { auditLedgerAt } = await import('#passport/auditing/commands.ts')
  return auditLedgerAt({ place, vkey, stateFile: state, locale })
}

async function mirrorTo({
  operands: [source = '', place = ''],
  vkey,
  locale,
}: Asked): Promise<number> {
  if (vkey === undefined) return complain(USAGE)
  const { mirrorLedger } = await import('#passport/auditing/commands.ts')
  return settled(() => mirrorLedger({ source, place, vkey, locale }))
}

async function decodeFrames(): Promise<number> {
  const { decodeLines } = await import('#gateway/protocols/jt808/decode-lines.ts')
  await decodeLines(createInterface({ input: process.stdin }), (line) => print(`${line}\n`))
  return 0
}

async function importHs({ operands: [file = ''] }: Asked): Promise<number> {
  const bytes = readOperand(file)
  if (bytes === undefined) return 2
  const { importHsCodes, parseHsCsv } = await import('#booking')
  let rows: ReturnType<typeof parseHsCsv>
  try {
    rows = parseHsCsv(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    complain(`landbridge: ${file}: ${(error as Error).message}\n`)
    return 1
  }
  const count = await withDatabase((database) => database.transact((tx) => importHsCodes(tx, rows)))
  return print(`${count} subheadings loaded\n`)
}

/** On the database of the settings; an embedded one that already runs for a server is left running. */
async function withDatabase<T>(
  work: (database: import('#platform/database.ts').Database) => Promise<T>,
): Promise<T> {
  const { readConfig } = await import('#platform/config.ts')
  const { checkDatabase, openDatabase } = await import('#platform/database.ts')
  const { migrate } = await import('#platform/migrate.ts')
  const { startPostgres } = await import('#platform/postgres.ts')
  const { databaseUrl, dataDir } = readConfig(process.env)
  const isRunning = existsSync(join(dataDir, 'postgres', 'postmaster.pid'))
  const embedded = databaseUrl === undefined ? await startPostgres(dataDir) : undefined
  const url = databaseUrl ?? embedded!.url
  try {
    await checkDatabase(url)
    await migrate(url)
    const database = openDatabase(url)
    return await work(database).finally(() => database.close())
  } finally {
    if (!isRunning) await embedded?.stop()
  }
}

function readOperand(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    complain(`landbridge: ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}\n`)
    return undefined
  }
}

const lines = (texts: readonly string[]): string => `${texts.join('\n')}\n`

function print(text: string): 0 {
  process.stdout.write(text)
  return 0
}

function complain(text: string): 2 {
  process.stderr.write(text)
  return 2
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    // A setting that cannot be used gets its one line; anything else is a bug and shows where.
    const { name, message, stack } = error as Error
    process.stderr.write(name === 'ConfigError' ? `landbridge: ${message}\n` : `${String(stack)}\n`)
    process.exitCode = 1
  },
)

/** Three witnesses beside a server, each a process of its own: one goes and comes back; the operator's database is rolled back, and nothing is signed. */
import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createInterface } from 'node:readline'
import { parsePolicy, VerificationError, verifyCheckpoint } from 'tlog'
import type { LedgerStatus } from '#passport/contract.ts'
import { eventually, openDesk, type Desk } from './desk.ts'
import { freePort, startServer, type ServerUnderTest } from './server.ts'

const NAMES = ['railway', 'customs', 'warehouse'] as const
const folder = mkdtempSync(join(tmpdir(), 'landbridge-witnesses-'))
const pathOf = (name: string) => join(folder, name)

interface WitnessProcess {
  readonly name: string
  readonly vkey: string
  readonly port: number
  child: ChildProcess | undefined
}

async function makeWitness(name: string): Promise<WitnessProcess> {
  const words = ['src/cli.ts', 'witness', 'key', pathOf(`${name}.key`), '--name', `${name}.example`]
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  return { name, vkey: stdout.split('\n')[0]!, port: await freePort(), child: undefined }
}

async function startWitness(witness: WitnessProcess): Promise<void> {
  const { name, port } = witness
  const options = {
    policy: pathOf('logs'),
    key: pathOf(`${name}.key`),
    data: pathOf(name),
    listen: `127.0.0.1:${port}`,
  }
  const words = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value])
  const child = spawn(process.execPath, ['src/cli.ts', 'witness', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  witness.child = child
  await once(createInterface({ input: child.stdout }), 'line')
}

async function stopWitness({ child }: WitnessProcess): Promise<void> {
  if (child === undefined || child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

const mirroredSize = () =>
  Number(readFileSync(join(pathOf('mirror'), 'checkpoint'), 'utf8').split('\n')[1])

/** A mirror of all that was ever published: the demo's trains are not asked to wait, so it may take a second try. */
async function mirrorAndStop(server: ServerUnderTest, vkey: string, head: string): Promise<number> {
  for (;;) {
    run('ledger', 'mirror', `${server.url}/ledger`, pathOf('mirror'), '--vkey', vkey)
    await server.stop()
    const published = Number(readFileSync(head, 'utf8').split('\n')[1])
    if (published === mirroredSize()) return published
    await server.restart()
  }
}

function policyOf(witnesses: readonly WitnessProcess[], threshold: number, log = ''): string {
  const lines = witnesses.map(
    ({ name, vkey, port }) => `witness ${name} ${vkey} http://127.0.0.1:${port}`,
  )
  const names = witnesses.map(({ name }) => name).join(' ')
  return `${log}${lines.join('\n')}\ngroup partners ${threshold} ${names}\nquorum partners\n`
}

interface Listed {
  readonly id: string
  readonly stage: string
  readonly customs: string
}

/** One more statement: customs holds a container that is ready to go, or releases it. Says which. */
async function act(desk: Desk): Promise<string> {
  const { items } = await desk.read<{ items: Listed[] }>('customs', '/api/containers?limit=100')
  const ready = items.find(
    ({ stage, customs }) =>
      ['weighed', 'sealed', 'loaded'].includes(stage) && ['released', 'held'].includes(customs),
  )!
  const [step, body] = ready.customs === 'held' ? ['release', {}] : ['hold', { reason: 'a seal' }]
  const { status, body: said } = await desk.ask('customs', `/api/containers/${ready.id}/${step}`, {
    ...body,
    place: 'CN-DONGJIA',
  })
  assert.equal(status, 200, JSON.stringify(said))
  return ready.id
}

/** With its owner and modes: the database starts on nothing else. */
function copyOver(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
}

async function evidenceFor(desk: Desk, containerId: string): Promise<{ checkpoint: string }> {
  const path = `/api/containers/${containerId}/passport`
  const code = await eventually('a passport', async () => {
    const { status, body } = await desk.ask('operator', path)
    return status === 200 && (body['code'] as string)
  })
  return eventually('evidence', async () => {
    const { status, body } = await desk.ask('operator', `/api/passports/${code}/evidence`)
    return status === 200 && (body as { checkpoint: string })
  })
}

/** `npx landbridge …`, which must end well; the last word may be settings. Answers what it printed. */
function run(...words: (string | Readonly<Record<string, string>>)[]): string {
  const settings = words.at(-1)
  const env = typeof settings === 'object' ? { ...process.env, ...settings } : process.env
  const said = words.filter((word) => typeof word === 'string')
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli.ts', ...said], {
    encoding: 'utf8',
    env,
  })
  assert.equal(status, 0, stdout + stderr)
  return stdout
}

/** At least one; of each party a line. The demo's train may have gone on meanwhile. */
function statementsLost(said: string): number {
  const told = said.matchAll(/which only the lost database had: (\d+) statements/g)
  const lost = [...told].reduce((sum, [, count]) => sum + Number(count), 0)
  assert.ok(lost >= 1, said)
  return lost
}

describe('a ledger and its witnesses', () => {
  let server: ServerUnderTest
  let desk: Desk
  let witnesses: WitnessProcess[]
  let log: string
  const status = () => desk.read<LedgerStatus>('operator', '/api/ledger')
  const witnessing = async () => (await status()).witnessing!
  const whenSettled = (what: string, names: readonly string[]) =>
    eventually(what, async () => {
      const { size, waiting, witnessing } = await status()
      const reached = witnessing!.witnesses.filter((one) => one.size === size)
      const isSo = names.every((name) => reached.some((one) => one.name === name))
      return isSo && waiting === 0 && witnessing!.cosigned === size && size
    })
  /** One more statement, in the ledger. */
  const grow = async () => {
    const { size } = await status()
    const containerId = await act(desk)
    await eventually('a longer ledger', async () => (await status()).size > size)
    return containerId
  }
  const evidenceOf = (containerId: string) => evidenceFor(desk, containerId)
  const satisfied = (checkpoint: string, threshold: number) =>
    verifyCheckpoint(checkpoint, parsePolicy(policyOf(witnesses, threshold, log))).witnessed.length

  before(async () => {
    witnesses = []
    for (const name of NAMES) witnesses.push(await makeWitness(name))
    writeFileSync(pathOf('policy'), policyOf(witnesses, 2))
    server = await startServer({ WITNESS_POLICY: pathOf('policy') })
    desk = openDesk(server)
    log = `log ${(await status()).vkey}\n`
    writeFileSync(pathOf('logs'), `${log}quorum none\n`)
  })
  after(async () => {
    await server?.remove()
    for (const witness of witnesses) await stopWitness(witness)
    rmSync(folder, { recursive: true, force: true })
  })

  test('no step waits for a witness that is not there', async () => {
    const containerId = await grow()
    const told = await witnessing()
    assert.deepEqual(
      told.witnesses.map(({ name, state }) => [name, state]),
      NAMES.map((name) => [name, 'away']),
    )
    assert.equal(told.cosigned, null)
    assert.throws(() => satisfied('', 2), VerificationError)
    const { checkpoint } = await evidenceOf(containerId)
    assert.throws(() => satisfied(checkpoint, 2), { code: 'policy.quorum_not_met' })
  })

  test('three see every head; two suffice while one is away; it comes back and has seen it, too', async () => {
    for (const witness of witnesses) await startWitness(witness)
    await whenSettled('all three', NAMES)
    await stopWitness(witnesses[2]!)
    const containerId = await grow()
    await whenSettled('two of three', NAMES.slice(0, 2))
    await eventually('said to be away', async () => {
      const { witnesses: told } = await witnessing()
      return told.find(({ name }) => name === 'warehouse')!.state === 'away'
    })
    const file = await eventually('witnessed evidence', async () => {
      const evidence = await evidenceOf(containerId)
      return (
        evidence.checkpoint.split('\n').filter((line) => line.startsWith('—')).length > 2 &&
        evidence
      )
    })
    assert.equal(satisfied(file.checkpoint, 2), 2)
    assert.throws(() => satisfied(file.checkpoint, 3), { code: 'policy.quorum_not_met' })
    await startWitness(witnesses[2]!)
    await whenSettled('three of three', NAMES)
    const whole = await evidenceOf(containerId)
    assert.equal(satisfied(whole.checkpoint, 3), 3)
    const shown = await (await fetch(`${server.url}/ledger/checkpoint`)).text()
    assert.equal(satisfied(shown, 3), 3)
    writeFileSync(pathOf('evidence.json'), JSON.stringify(whole))
  })

  test('the reader’s own policy is asked for on the command line', async () => {
    writeFileSync(pathOf('three'), policyOf(witnesses, 3, log))
    const words = ['src/cli.ts', 'ledger', 'verify', pathOf('evidence.json'), '--lang', 'en']
    const ended = spawnSync(process.execPath, [...words, '--policy', pathOf('three')], {
      encoding: 'utf8',
    })
    assert.equal(ended.status, 0, ended.stdout + ended.stderr)
    assert.match(ended.stdout, /cosigned by 3 witnesses: railway\.example \(20\d\d-/)
  })

  test('rolled back to an older copy, with its head file or without, the server refuses to sign and says so', async () => {
    const database = join(server.dataDir, 'postgres')
    const head = join(server.dataDir, 'ledger', 'checkpoint')
    await server.stop()
    copyOver(database, pathOf('older'))
    const olderHead = readFileSync(head, 'utf8')
    await server.restart()
    await grow()
    await whenSettled('seen by all', NAMES)
    const size = await mirrorAndStop(server, (await status()).vkey, head)
    const newerHead = readFileSync(head, 'utf8')
    const rollBack = async (kept: string) => {
      rmSync(database, { recursive: true })
      copyOver(pathOf('older'), database)
      writeFileSync(head, kept)
      await server.restart()
    }
    for (const [kept, code] of [
      [newerHead, 'ledger.behind'],
      [olderHead, 'ledger.witness_ahead'],
    ] as const) {
      await rollBack(kept)
      await act(desk)
      const told = await eventually(code, async () => {
        const now = await status()
        // Business goes on, and statements wait.
        return now.refusal?.code === code && now.waiting > 0 && now
      })
      assert.match(told.refusal!.detail, new RegExp(`${size}`))
      assert.ok(
        server.printed.some((line) => line.includes(code)),
        server.printed.join('\n'),
      )
      assert.equal(readFileSync(head, 'utf8'), kept, 'nothing was signed')
      if (kept === newerHead) await server.stop()
    }
  })

  test('from a mirror it catches up beside the running server, signs again, and is one history to everybody outside', async () => {
    const mirrored = mirroredSize()
    const settings = { DATA_DIR: server.dataDir, WITNESS_POLICY: pathOf('policy') }
    const said = run('ledger', 'recover', pathOf('mirror'), '--lang', 'en', settings)
    assert.match(said, /each verified and read back/)
    await eventually('what waited is entered', async () => (await status()).size > mirrored)
    const size = await whenSettled('signing again, seen by all', NAMES)
    assert.ok(size > mirrored)
    const { vkey, recovery } = await status()
    assert.equal(recovery!.statementsWithoutContent, statementsLost(said))
    run('ledger', 'mirror', `${server.url}/ledger`, pathOf('mirror'), '--vkey', vkey)
    run('ledger', 'export', pathOf('export'), settings)
    for (const copy of ['mirror', 'export']) run('ledger', 'audit', pathOf(copy), '--vkey', vkey)
    const whole = await evidenceOf(await grow())
    assert.ok(Number(whole.checkpoint.split('\n')[1]) > size)
    // And what somebody was given before all this.
    run('ledger', 'verify', pathOf('evidence.json'), '--vkey', vkey)
  })
})

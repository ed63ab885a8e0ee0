/** Anchoring as an installer sets it up, on a real node: an account, a contract, a server; then a stranger who asks the chain. */
import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { findAnvil, freePort, startAnvil, type Anvil } from '#platform/testing/anvil.ts'
import type { Hex } from '#platform/chain.ts'
import type { ContainerPassport } from '#passport/contract.ts'
import { landbridge } from './command.ts'
import { eventually, openDesk } from './desk.ts'
import { startServer, type ServerUnderTest } from './server.ts'

const options = { skip: findAnvil() === undefined && 'no anvil on this machine' }
const PATIENCE_MS = 300_000
const dataDir = mkdtempSync(join(tmpdir(), 'landbridge-anchor-'))
const file = join(dataDir, 'evidence.landbridge.json')

let node: Anvil
let server: ServerUnderTest | undefined
let settings: Record<string, string>

before(async () => {
  if (options.skip) return
  node = await startAnvil()
  settings = {
    DATA_DIR: dataDir,
    ANCHOR_RPC_URL: node.url,
    ANCHOR_EVERY: '1',
    ANCHOR_CONFIRMATIONS: '2',
  }
})
after(async () => {
  await server?.remove()
  await node?.stop()
})

test('two commands make the account and the contract, each once', options, async () => {
  const early = await landbridge(['anchor', 'deploy'], settings)
  assert.equal(early.code, 1)
  assert.match(early.text, /^landbridge: .*landbridge anchor key/, 'one line that says what to do')

  const made = await landbridge(['anchor', 'key'], settings)
  assert.equal(made.code, 0, made.text)
  const [account] = /^0x[0-9a-f]{40}$/m.exec(made.text)!
  assert.equal((await landbridge(['anchor', 'key'], settings)).text, made.text, 'it is kept')

  const poor = await landbridge(['anchor', 'deploy'], settings)
  assert.equal(poor.code, 1)
  assert.match(poor.text, /^landbridge: .*[Ii]nsufficient funds.*\n$/m, 'without funds')
  assert.doesNotMatch(poor.text, /^ +at /m, 'no stack')

  await node.enrich(account as Hex)
  const deployed = await landbridge(['anchor', 'deploy'], settings)
  assert.equal(deployed.code, 0, deployed.text)
  const [, contract] = /^ANCHOR_CONTRACT=(0x[0-9a-f]{40})$/m.exec(deployed.text)!
  settings['ANCHOR_CONTRACT'] = contract!
})

test('the server anchors, and a container’s evidence carries the receipt', options, async () => {
  server = await startServer(settings)
  const desk = openDesk(server)
  const { items } = await desk.read<{ items: { id: string; stage: string }[] }>(
    'exporter',
    '/api/containers?limit=100',
  )
  const { id } = items.find(({ stage }) => stage === 'arrived' || stage === 'sealed') ?? items[0]!
  const { code } = await eventually('the container has its code', () =>
    desk
      .read<ContainerPassport>('exporter', `/api/containers/${id}/passport`)
      .catch(() => undefined),
  )
  const evidence = `${server.url}/api/passports/${code}/evidence`
  const bytes = await eventually(
    'a receipt that the evidence carries',
    async () => {
      await node.mine()
      const text = await (await fetch(evidence)).text()
      return text.includes('"anchors":') && text
    },
    PATIENCE_MS,
  )
  writeFileSync(file, bytes)
})

test('a stranger asks the chain: by a node of it, of another, and by none', options, async () => {
  const offline = await landbridge(['ledger', 'verify', file])
  assert.equal(offline.code, 0, offline.text)
  assert.match(offline.text, /! The chain itself was not asked/)

  const asked = await landbridge(['ledger', 'verify', file, '--rpc', node.url])
  assert.equal(asked.code, 0, asked.text)
  assert.match(asked.text, /✓ The node confirms that contract 0x[0-9a-f]{40} on chain 31337 holds/)
  assert.doesNotMatch(asked.text, /was not asked/)

  const other = await startAnvil(['--chain-id', '20200'])
  const wrong = await landbridge(['ledger', 'verify', file, '--rpc', other.url, '--lang', 'zh'])
  assert.equal(wrong.code, 1)
  assert.match(wrong.text, /回执所述的是链 31337，而该节点属于链 20200[^]*\(chain\.other\)/)
  await other.stop()

  const absent = `http://127.0.0.1:${await freePort()}`
  const silent = await landbridge(['ledger', 'verify', file, '--rpc', absent, '--lang', 'ru'])
  assert.equal(silent.code, 1)
  assert.match(silent.text, /Сам файл верен, но узел не отвечает[^]*\(chain\.unreachable\)/)
})

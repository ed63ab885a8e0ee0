// docs/ledger-format.md must suffice to write a second verifier: the table of lawful steps stands in it, and is the one in force.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { hexEncode } from 'tlog'
import { encodeCall, type Abi, type ChainReceipt, type Hex } from '#platform/chain.ts'
import { CustomsStatus, StepEvent } from '#booking/contract.ts'
import { STEPS, type StepRule } from '#booking/step.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import { mirrorProblem } from '#passport/auditing/mirror-words.ts'
import { isAnchoredBy, originHash } from '#passport/anchoring/anchor-contract.ts'
import { seeded } from '#passport/fixtures.ts'
import compiled from '#passport/anchoring/CheckpointAnchor.json' with { type: 'json' }

const DOCUMENT = readFileSync('docs/ledger-format.md', 'utf8')

const listed = (words: readonly string[], all: readonly string[]) =>
  words.length === all.length ? 'any' : words.join(', ')

function rowOf(rule: StepRule): string {
  const held = { only: 'yes', too: 'either', no: 'no' }[rule.whileHeld ?? 'no']
  const becomes = [
    rule.toStage && `stage ${rule.toStage}`,
    rule.toCustoms && `customs ${rule.toCustoms}`,
    rule.toHeld !== undefined && (rule.toHeld ? 'held' : 'not held'),
  ].filter((part) => typeof part === 'string')
  const cells = [
    `\`${rule.event}\``,
    rule.by.join(', '),
    rule.fromStages.join(', '),
    listed(rule.fromCustoms, CustomsStatus.options),
    held,
    becomes.length === 0 ? '—' : becomes.join(', '),
  ]
  return `| ${cells.join(' | ')} |`
}

test('the table of steps in the document is the one that verifiers replay', () => {
  const wanted = Object.values(STEPS).map(rowOf)
  const heading = '| event | by |'
  const table = DOCUMENT.slice(DOCUMENT.indexOf(heading)).split('\n')
  const rows = table.slice(
    2,
    table.findIndex((line) => !line.startsWith('|')),
  )
  const squeezed = rows.map((row) => row.replaceAll(/ +/g, ' '))
  assert.deepEqual(squeezed, wanted)
  const told = new Set([...Object.values(STEPS).map(({ event }) => event), 'booked'])
  assert.deepEqual([...told].sort(), [...StepEvent.options].sort())
})

test('what to ask a chain stands in the document as the contract was compiled', () => {
  const code = Buffer.from(compiled.deployedBytecode.slice(2), 'hex')
  const digest = createHash('sha256').update(code).digest('hex')
  assert.ok(
    DOCUMENT.includes(`${code.length.toLocaleString('en')} bytes whose SHA-256 is \`${digest}\``),
  )
  const call = (name: string, args: readonly unknown[]) =>
    encodeCall(compiled.abi as Abi, name, args)
  const origin = originHash('ledger.example/1')
  assert.ok(DOCUMENT.includes(`selector \`${call('rootAt', [origin, 9n]).slice(0, 10)}\``))
  assert.ok(DOCUMENT.includes(`\`${call('anchor', [[]]).slice(0, 10)}\``))

  // A log as the document describes it is one that we take for an anchor.
  const topic = /first topic `(0x[0-9a-f]{64})`/.exec(DOCUMENT)![1] as Hex
  const contract = `0x${'0b'.repeat(20)}` as const
  const root = seeded('root', 32)
  const log = {
    address: contract,
    topics: [topic, origin, `0x${(9).toString(16).padStart(64, '0')}` as const] as const,
    data: `0x${hexEncode(root)}` as const,
  }
  const receipt = { logs: [log] } as unknown as ChainReceipt
  const isSaid = (size: number) =>
    isAnchoredBy(receipt, contract, 'ledger.example/1', { size, root })
  assert.deepEqual([isSaid(9), isSaid(8)], [true, false])
})

/** Every `evidence.…` and `mirror.…` that a file may be refused with stands in the document, under its list or by itself. */
test('every refusal is named in the document', () => {
  const codes = [...Object.keys(evidenceProblem.table), ...Object.keys(mirrorProblem.table)]
  const silent = new Set(['evidence.page'])
  for (const code of codes) {
    const name = code.replace(/^evidence\./, '')
    assert.ok(
      silent.has(code) || DOCUMENT.includes(`\`${name}\``) || DOCUMENT.includes(`\`${code}\``),
      code,
    )
  }
})

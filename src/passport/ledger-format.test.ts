// docs/ledger-format.md must suffice to write a second verifier: the table of lawful steps stands in it, and is the one in force.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CustomsStatus, StepEvent } from '#booking/contract.ts'
import { STEPS, type StepRule } from '#booking/step.ts'

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

// A container taken off its train and put on another is one lawful history; by whoever else, or out of order, it is none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '#kernel/problem.ts'
import { verifyStory } from '#passport/story.ts'
import type { VerifiedStatement } from '#passport/verify.ts'

/** `kind event` a line; of a leg, its side and the number of the statement that planned it follow. */
function told(story: string): VerifiedStatement[] {
  const lines = story.trim().split('\n')
  const assigned = lines.findIndex((line) => line.endsWith(' assigned'))
  return lines.map((line, index) => {
    const [kind, event, carriageStage, carriage] = line.trim().split(' ')
    const isNumbered = assigned >= 0 && index >= assigned
    const said = {
      event,
      equipmentType: '45G1',
      trainNumber: 'X8001',
      ...(carriageStage && { carriageStage }),
      ...(carriage && { carriage: Number(carriage) }),
      ...(isNumbered && { containerNumber: 'CSQU3054383' }),
    }
    return {
      number: index + 1,
      index,
      key: { kind },
      public: said,
    } as unknown as VerifiedStatement
  })
}

const LOADED = `
  exporter booked
  operator assigned
  warehouse received
  warehouse stuffed
  warehouse weighed
  broker declared
  warehouse sealed
  customs released
  operator loaded`

const codeOf = (story: string) => {
  try {
    verifyStory(told(story))
    return 'lawful'
  } catch (error) {
    return error instanceof Problem ? error.code : String(error)
  }
}

test('off the wagon, rolled over, loaded again', () => {
  const TABLE: [what: string, then: string, code: string][] = [
    ['held and unloaded', 'customs held\noperator unloaded\noperator rolled_over', 'lawful'],
    [
      'goes next week',
      'operator unloaded\noperator rolled_over\noperator loaded\noperator departed',
      'lawful',
    ],
    ['rolled over on its wagon', 'operator rolled_over', 'evidence.step_order'],
    ['rolled over under way', 'operator departed\noperator rolled_over', 'evidence.step_order'],
    ['unloaded by the railway', 'rail unloaded', 'evidence.not_entitled'],
    [
      'rolled over by its exporter',
      'operator unloaded\nexporter rolled_over',
      'evidence.not_entitled',
    ],
  ]
  for (const [what, then, code] of TABLE) assert.equal(codeOf(`${LOADED}\n${then}`), code, what)
})

test('held on the way: nothing goes on until it is lifted, and who may lift is the table’s word', () => {
  const UNDER_WAY = `${LOADED}
  operator departed
  rail border_arrived
  rail transshipped`
  const TABLE: [then: string, code: string][] = [
    ['rail arrived', 'lawful'],
    ['rail held_in_transit\nrail arrived', 'evidence.step_order'],
    ['rail held_in_transit\nrail held_in_transit', 'evidence.step_order'],
    ['rail held_in_transit\nrail border_arrived', 'evidence.step_order'],
    ['rail held_in_transit\ncustoms resealed\ncustoms hold_lifted\nrail arrived', 'lawful'],
    ['rail held_in_transit\noperator hold_lifted\nrail border_arrived', 'lawful'],
    ['rail held_in_transit\nrail hold_lifted', 'evidence.not_entitled'],
    ['customs hold_lifted', 'evidence.step_order'],
    ['operator held_in_transit', 'evidence.not_entitled'],
    ['rail resealed\nrail arrived', 'lawful'],
  ]
  for (const [then, code] of TABLE) assert.equal(codeOf(`${UNDER_WAY}\n${then}`), code, then)
})

test('legs before and after the train', () => {
  // LOADED ends with statement 9.
  const TABLE: [what: string, then: string, code: string][] = [
    [
      'a lorry before it, told late and put right',
      `exporter carriage_planned pre
       exporter pre_carriage_departed pre 10
       exporter pre_carriage_departed pre 10
       exporter pre_carriage_arrived pre 10
       exporter carriage_planned pre 10`,
      'lawful',
    ],
    ['planned by the railway', 'rail carriage_planned pre', 'evidence.not_entitled'],
    ['planned on no side', 'exporter carriage_planned', 'evidence.step_order'],
    ['of no leg', 'exporter pre_carriage_departed pre', 'evidence.step_order'],
    ['of a step that is no leg', 'exporter pre_carriage_departed pre 9', 'evidence.step_order'],
    [
      'arrived before it departed',
      'exporter carriage_planned pre\nexporter pre_carriage_arrived pre 10',
      'evidence.step_order',
    ],
    [
      'said by another',
      'exporter carriage_planned pre\noperator pre_carriage_departed pre 10',
      'evidence.step_order',
    ],
    [
      'of the other side',
      'exporter carriage_planned on\nexporter pre_carriage_departed pre 10',
      'evidence.step_order',
    ],
    [
      'goes on before the train has arrived',
      'exporter carriage_planned on\nexporter on_carriage_departed on 10',
      'evidence.step_order',
    ],
    [
      'withdrawn, and then departed',
      `operator carriage_planned pre
       operator carriage_withdrawn pre 10
       operator pre_carriage_departed pre 10`,
      'evidence.step_order',
    ],
  ]
  for (const [what, then, code] of TABLE) assert.equal(codeOf(`${LOADED}\n${then}`), code, what)
})

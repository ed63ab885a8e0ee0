// Every stage × customs status × hold × step × kind is decided by these tables: a new stage, status, step or kind fails here first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OrganisationKind } from '#kernel/organisation.ts'
import { ContainerStep, CustomsStatus, Stage } from '#booking/contract.ts'
import { decideStep, stepNames, stepsOpenTo, statesDueTo, STEPS } from '#booking/step.ts'

/** Who may take each step. */
const ROLES = `
  assign        operator
  bind_tracker  operator
  receive       warehouse
  stuff         warehouse
  weigh         warehouse
  seal          warehouse
  declare       broker
  inspect       customs
  hold          customs
  release       customs
  load          operator
  unload        operator
  roll_over     operator
  depart        operator
  border_arrive rail
  transship     rail
  hold_in_transit rail customs
  lift_hold     operator customs
  reseal        rail customs
  arrive        rail
  cancel        exporter forwarder
  plan_carriage exporter forwarder operator
  depart_pre_carriage exporter forwarder operator
  arrive_pre_carriage exporter forwarder operator
  depart_on_carriage exporter forwarder operator
  arrive_on_carriage exporter forwarder operator
  withdraw_carriage exporter forwarder operator
`

/** For the right kind: the stage that follows, from each stage; `-` refused whatever customs says. */
const STAGES = `
  stage         booked    assigned  received stuffed  weighed  sealed   loaded    departed   at_border     transshipped arrived cancelled
  assign        assigned  assigned  -        -        -        -        -         -          -             -            -       -
  bind_tracker  -         assigned  received stuffed  weighed  sealed   loaded    -          -             -            -       -
  receive       -         received  -        -        -        -        -         -          -             -            -       -
  stuff         -         -         stuffed  -        -        -        -         -          -             -            -       -
  weigh         -         -         -        weighed  -        -        -         -          -             -            -       -
  seal          -         -         -        -        sealed   -        -         -          -             -            -       -
  declare       -         -         received stuffed  weighed  sealed   -         -          -             -            -       -
  inspect       -         -         received stuffed  weighed  sealed   loaded    -          -             -            -       -
  hold          -         -         received stuffed  weighed  sealed   loaded    -          -             -            -       -
  release       -         -         -        -        weighed  sealed   loaded    -          -             -            -       -
  load          -         -         -        -        -        loaded   -         -          -             -            -       -
  unload        -         -         -        -        -        -        sealed    -          -             -            -       -
  roll_over     booked    assigned  received stuffed  weighed  sealed   -         -          -             -            -       -
  depart        -         -         -        -        -        -        departed  -          -             -            -       -
  border_arrive -         -         -        -        -        -        -         at_border  -             at_border    -       -
  transship     -         -         -        -        -        -        -         -          transshipped  -            -       -
  hold_in_transit -       -         -        -        -        -        -         departed   at_border     transshipped -       -
  lift_hold     -         -         -        -        -        -        -         departed   at_border     transshipped -       -
  reseal        -         -         -        -        -        -        -         departed   at_border     transshipped -       -
  arrive        -         -         -        -        -        -        -         -          -             arrived      -       -
  cancel        cancelled cancelled -        -        -        -        -         -          -             -            -       -
  plan_carriage booked    assigned  received stuffed  weighed  sealed   loaded    departed   at_border     transshipped arrived -
  depart_pre_carriage booked assigned received stuffed weighed sealed   loaded    departed   at_border     transshipped arrived -
  arrive_pre_carriage booked assigned received stuffed weighed sealed   loaded    departed   at_border     transshipped arrived -
  depart_on_carriage -    -         -        -        -        -        -         -          -             -            arrived -
  arrive_on_carriage -    -         -        -        -        -        -         -          -             -            arrived -
  withdraw_carriage booked assigned received stuffed  weighed  sealed   loaded    departed   at_border     transshipped arrived -
`

/** From a right stage: the customs status that follows, from each status; `-` refused. */
const CUSTOMS = `
  customs       none      declared   inspection held     released
  assign        none      declared   inspection held     released
  bind_tracker  none      declared   inspection held     released
  receive       none      declared   inspection held     released
  stuff         none      declared   inspection held     released
  weigh         none      declared   inspection held     released
  seal          none      declared   inspection held     released
  declare       declared  -          -          -        -
  inspect       -         inspection -          -        inspection
  hold          -         held       held       -        held
  release       -         released   released   released -
  load          -         -          -          -        released
  unload        none      declared   inspection held     released
  roll_over     none      declared   inspection held     released
  depart        -         -          -          -        released
  border_arrive none      declared   inspection held     released
  transship     none      declared   inspection held     released
  hold_in_transit none    declared   inspection held     released
  lift_hold     none      declared   inspection held     released
  reseal        none      declared   inspection held     released
  arrive        none      declared   inspection held     released
  cancel        none      -          -          -        -
  plan_carriage none declared inspection held released
  depart_pre_carriage none declared inspection held released
  arrive_pre_carriage none declared inspection held released
  depart_on_carriage none declared inspection held released
  arrive_on_carriage none declared inspection held released
  withdraw_carriage none declared inspection held released
`

/** What a hold in transit does to a step: held before, and what follows, free or held; `-` refused. */
const HOLDS = `
  held            no   yes
  hold_in_transit held -
  lift_hold       -    free
  reseal          free held
  plan_carriage free held
  depart_pre_carriage free held
  arrive_pre_carriage free held
  depart_on_carriage free held
  arrive_on_carriage free held
  withdraw_carriage free held
`

function table(text: string): Map<string, string[]> {
  const rows = text.trim().split('\n')
  return new Map(
    rows.map((row) => row.trim().split(/\s+/)).map(([name, ...cells]) => [name!, cells]),
  )
}

const roles = table(ROLES)
const stages = table(STAGES)
const customsTable = table(CUSTOMS)
const holds = table(HOLDS)

test('the tables are complete', () => {
  assert.deepEqual([...roles.keys()], ContainerStep.options)
  assert.deepEqual([...stages.keys()], ['stage', ...ContainerStep.options])
  assert.deepEqual([...customsTable.keys()], ['customs', ...ContainerStep.options])
  assert.deepEqual(stages.get('stage'), Stage.options)
  assert.deepEqual(customsTable.get('customs'), CustomsStatus.options)
  for (const cells of stages.values()) assert.equal(cells.length, Stage.options.length)
  for (const cells of customsTable.values())
    assert.equal(cells.length, CustomsStatus.options.length)
  assert.deepEqual(stepNames(), ContainerStep.options)
})

interface From {
  readonly stageAt: number
  readonly customsAt: number
  readonly held: boolean
}

function expected(step: ContainerStep, { stageAt, customsAt, held }: From, kind: OrganisationKind) {
  const nextStage = stages.get(step)![stageAt]
  const nextCustoms = customsTable.get(step)![customsAt]
  if (!roles.get(step)!.includes(kind)) return 'step.not_your_role'
  const nextHold = (holds.get(step) ?? ['free', '-'])[Number(held)]
  if (nextStage === '-') return 'step.wrong_stage'
  if (nextHold === '-') return held ? 'step.held_in_transit' : 'step.not_held'
  return nextCustoms === '-'
    ? 'step.wrong_customs_status'
    : `${nextStage} ${nextCustoms} ${nextHold}`
}

function words(decision: ReturnType<typeof decideStep>): string {
  if ('refusal' in decision) return decision.refusal.code
  const { stage, customs, held } = decision.next
  return `${stage} ${customs} ${held ? 'held' : 'free'}`
}

test('every stage × customs status × hold × step × kind', () => {
  let cells = 0
  for (const step of ContainerStep.options)
    for (const [stageAt, stage] of Stage.options.entries())
      for (const [customsAt, customs] of CustomsStatus.options.entries())
        for (const held of [false, true])
          for (const kind of OrganisationKind.options) {
            const decision = decideStep({ stage, customs, held }, step, kind)
            const wanted = expected(step, { stageAt, customsAt, held }, kind)
            assert.equal(words(decision), wanted, `${step} by ${kind}: ${stage} ${customs} ${held}`)
            cells += 1
          }
  assert.equal(cells, 27 * 12 * 5 * 2 * 9)
})

test('a refusal says what would be right', () => {
  const late = decideStep({ stage: 'booked', customs: 'none', held: false }, 'load', 'operator')
  assert.deepEqual(late, {
    refusal: { code: 'step.wrong_stage', step: 'load', stage: 'booked', needed: ['sealed'] },
  })
  const held = decideStep({ stage: 'sealed', customs: 'held', held: false }, 'load', 'operator')
  assert.deepEqual(held, {
    refusal: {
      code: 'step.wrong_customs_status',
      step: 'load',
      customs: 'held',
      needed: ['released'],
    },
  })
})

test('no loaded container can depart unreleased, whoever asks', () => {
  for (const customs of CustomsStatus.options)
    for (const kind of OrganisationKind.options) {
      const decision = decideStep({ stage: 'loaded', customs, held: false }, 'depart', kind)
      assert.equal('next' in decision, customs === 'released' && kind === 'operator')
    }
})

test('what is due to a kind, it may do; and every open journey is somebody’s', () => {
  for (const kind of OrganisationKind.options)
    for (const state of statesDueTo(kind))
      assert.notDeepEqual(stepsOpenTo(state, kind), [], `${kind} ${state.stage} ${state.customs}`)
  const due = OrganisationKind.options.flatMap(statesDueTo)
  for (const stage of Stage.options.slice(0, -2)) {
    const found = due.some((state) => state.stage === stage)
    assert.ok(found, `${stage} waits for nobody`)
  }
  assert.deepEqual(
    statesDueTo('customs')
      .filter(({ stage }) => stage === 'sealed')
      .map(({ customs }) => customs),
    ['declared', 'inspection', 'held'],
  )
})

test('each step says its own event', () => {
  const events = Object.values(STEPS).map((rule) => rule.event)
  assert.equal(new Set(events).size, events.length)
})

/**
 * The way of a business step into the ledger, under a backlog: events in the outbox become statements, signed and checked, and entries
 * that a published head covers. The ceiling measured in the same run is the bare signing and checking of as many signatures.
 */
import { sql } from 'kysely'
import { OrganisationKind } from '#kernel/organisation.ts'
import { startFollowers } from '#platform/outbox.ts'
import type { Tx } from '#platform/database.ts'
import { organisationsFixture, type Parties } from '#identity/fixtures.ts'
import { stepTaken, type StepTaken } from '#booking/contract.ts'
import { statementFollower } from '#passport/followers.ts'
import { readPublished, sequence } from '#passport/sequencer.ts'
import { startSequencer } from '#passport/sequencer-loop.ts'
import type { Bench } from './main.ts'
import {
  bareRate,
  fail,
  makeParty,
  openStage,
  perSecond,
  type Report,
  type Stage,
} from './ledger-stage.ts'

/** Bursts are of hundreds a second. */
const STATEMENTS_ASKED = 1_000
const CONTAINERS = 2_000
const STEPS = ['booked', 'assigned', 'received', 'stuffed', 'weighed'] as const
const JOURNEYS = 2
const COUNT = CONTAINERS * STEPS.length * JOURNEYS

export const bench: Bench = async (report) => {
  const stage = await openStage()
  try {
    const parties = await organisationsFixture(stage.database)
    await fillOutbox(stage, parties)
    await measure(stage, parties, report)
  } finally {
    await stage.close()
  }
}

/** As booking says them: a train's containers take a step together, so each transaction holds many events. */
async function fillOutbox({ database }: Stage, parties: Parties): Promise<void> {
  for (let sequence = 1; sequence <= STEPS.length * JOURNEYS; sequence += 1) {
    const said = Array.from({ length: CONTAINERS }, (_, at) => stepOf(at, sequence, parties))
    for (let from = 0; from < said.length; from += 50)
      await database.transact((tx) => sayMany(tx, said.slice(from, from + 50)))
  }
}

async function sayMany(tx: Tx, said: readonly StepTaken[]): Promise<void> {
  const payloads = said.map((one) => JSON.stringify(stepTaken.payload.parse(one)))
  await sql`insert into outbox (kind, payload)
    select ${stepTaken.kind}, payload::jsonb from unnest(${payloads}::text[]) as payload`.execute(
    tx,
  )
}

function stepOf(container: number, sequence: number, parties: Parties): StepTaken {
  const kind = OrganisationKind.options[sequence % OrganisationKind.options.length]!
  const at = '2026-03-02T09:00:00+08:00'
  return stepTaken.payload.parse({
    containerId: `ctr_${String(container).padStart(20, '0')}`,
    bookingId: 'bkg_00000000000000000000',
    departureId: 'dep_00000000000000000000',
    step: 'book',
    event: STEPS[sequence % STEPS.length],
    at,
    recordedAt: at,
    place: 'CN-DONGJIA',
    organisationId: parties[kind].organisationId,
    sequence,
    public: {
      event: STEPS[sequence % STEPS.length],
      at,
      place: { code: 'CN-DONGJIA', city: { zh: '济南', en: 'Jinan', ru: 'Цзинань' } },
      trainNumber: 'X8001',
      equipmentType: '45G1',
    },
    restricted: { grossMassKg: 21_000 + sequence, sealNumber: 'SH1234567' },
  })
}

async function measure({ database, ledger }: Stage, parties: Parties, report: Report) {
  const bare = await bareRate(makeParty(), COUNT)
  await sequence(ledger)
  const loop = await startSequencer(ledger, fail)
  const began = performance.now()
  const follower = statementFollower({ signer: parties.signer, logKey: ledger.key })
  const followers = await startFollowers(database, [follower], fail)
  await followers.settle()
  await loop.settle()
  const value = perSecond(COUNT, began)
  await followers.stop()
  await loop.stop()
  const size = Number((await readPublished(ledger))!.size)
  const keys = OrganisationKind.options.length
  if (size !== COUNT + keys) throw new Error(`${size} of ${COUNT + keys} are published`)
  report({ name: 'statements', value, unit: '1/s', limit: STATEMENTS_ASKED, n: COUNT })
  report({ name: 'statements_of_bare', value, unit: '1/s', limit: bare, n: COUNT })
}

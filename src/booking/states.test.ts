// The whole table of a booking's life: every state × every command, for each who might give it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OrganisationKind } from '#kernel/organisation.ts'
import { BookingCommand, BookingState } from '#booking/state-contract.ts'
import { BOOKING_RULES, commandsOpenTo, decideState } from '#booking/states.ts'

const COLUMNS = ['new', ...BookingState.options] as const

// Rows: commands. Cells: the state that follows, by its first letters; `.` is refused.
const TABLE = `
command            by        slots      new held wait rece pupd conf pame reje decl canc comp expi
hold               shipper   hold       held .   .    .    .    .    .    .    .    .    .    .
wait               shipper   stay       wait .   .    .    .    .    .    .    .    .    .    .
request            shipper   hold       rece rece .   .    .    .    .    .    .    .    .    .
confirm            shipper   sell       conf conf .   .    .    .    .    .    .    .    .    .
expire             time      give_back  .   expi .    .    .    .    .    .    .    .    .    .
promote            time      sell       .   .    conf .    .    conf .    .    .    .    .    .
lapse              time      give_back  .   .    expi .    .    .    .    .    .    .    .    .
accept             operator  sell       .   .    .    conf .    .    .    .    .    .    .    .
reject             operator  give_back  .   .    .    reje reje .    .    .    .    .    .    .
ask_update         operator  stay       .   .    .    pupd .    .    .    .    .    .    .    .
update             shipper   stay       .   .    .    rece rece .    .    .    .    .    .    .
ask_amendment      shipper   stay       .   .    .    .    .    pame .    .    .    .    .    .
accept_amendment   operator  sell       .   .    .    .    .    .    conf .    .    .    .    .
refuse_amendment   operator  stay       .   .    .    .    .    .    conf .    .    .    .    .
withdraw_amendment shipper   stay       .   .    .    .    .    .    conf .    .    .    .    .
decline            operator  give_back  .   .    .    .    .    decl decl .    .    .    .    .
cancel             shipper   give_back  .   canc canc canc canc canc canc .    .    .    .    .
complete           time      stay       .   .    .    .    .    comp .    .    .    .    .    .
`

const SHORT: Record<string, BookingState> = {
  held: 'held',
  wait: 'waitlisted',
  rece: 'received',
  pupd: 'pending_update',
  conf: 'confirmed',
  pame: 'pending_amendment',
  reje: 'rejected',
  decl: 'declined',
  canc: 'cancelled',
  comp: 'completed',
  expi: 'expired',
}

const MAY: Record<string, readonly (OrganisationKind | null)[]> = {
  shipper: ['exporter', 'forwarder'],
  operator: ['operator'],
  time: [null],
}

test('every command from every state, by everyone', () => {
  const [, ...rows] = TABLE.trim().split('\n')
  const commands = rows.map((row) => row.split(/\s+/)[0])
  assert.deepEqual(commands, BookingCommand.options, 'the table is whole')
  for (const row of rows) {
    const [command, by, slots, ...cells] = row.split(/\s+/) as [BookingCommand, string, string]
    assert.equal(cells.length, COLUMNS.length, row)
    for (const [index, cell] of (cells as string[]).entries()) {
      const from = COLUMNS[index] === 'new' ? null : (COLUMNS[index] as BookingState)
      for (const kind of [null, ...OrganisationKind.options]) {
        const decided = decideState(from, command, kind)
        const expected = !MAY[by]!.includes(kind)
          ? { refusal: 'booking.not_your_decision' }
          : cell === '.'
            ? { refusal: 'booking.wrong_state' }
            : { to: SHORT[cell], slots }
        assert.deepEqual(decided, expected, `${command} from ${COLUMNS[index]} by ${kind}`)
      }
    }
  }
})

test('what is over stays over, and every state is reached', () => {
  const reached = new Set(Object.values(BOOKING_RULES).map(({ to }) => to))
  assert.deepEqual([...reached].toSorted(), [...BookingState.options].toSorted())
  for (const state of ['rejected', 'declined', 'cancelled', 'completed', 'expired'] as const)
    for (const kind of OrganisationKind.options) assert.deepEqual(commandsOpenTo(state, kind), [])
  assert.deepEqual(commandsOpenTo('held', 'exporter'), ['request', 'confirm', 'cancel'])
  assert.deepEqual(commandsOpenTo('received', 'operator'), ['accept', 'reject', 'ask_update'])
})

// Every cargo rule by a table: what it finds, what it passes over. A new rule fails here until both stand in it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { massOf } from '#booking/booking.ts'
import { BookingLine, CargoLine } from '#booking/cargo-contract.ts'
import {
  counts,
  decideRestriction,
  judgeCargo,
  LISTED_RULES,
  needsOperator,
  OWN_RULES,
  RESTRICTION_FIELDS,
} from '#booking/cargo/cargo-rule.ts'
import { cargoRuleTexts, findingText } from '#booking/cargo/cargo-rule-words.ts'
import { cargoTrainOf, type CargoTrain } from '#booking/cargo/cargo-train.ts'
import { CargoRuleName, Effect, ListedRuleName, OwnRuleName } from '#booking/finding-contract.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { NewRestriction, type Restriction } from '#booking/restriction-contract.ts'
import { restrictionProblem, restrictionTexts } from '#booking/cargo/restriction-words.ts'
import { Where } from '#kernel/where.ts'
import { LINES } from '#train/fixtures.ts'

/**
 * rule | boxes | cargo | restriction | what is found.
 *
 * Boxes: `2×45G1`, then the owner, `dg`, `-18C`, `left+30`. Cargo: HS `=` kg, then `!` UN `/` class and its papers.
 */
const CASES = String.raw`
payload               | 1×22G1               | 847130=28230                    | -                                   | -
payload               | 1×22G1               | 847130=28231                    | -                                   | booking
payload               | 1×22G1, 1×45G1       | 847130=54810                    | -                                   | -
oversize_box          | 1×42P1 left+30       | 847130=9000                     | -                                   | -
oversize_box          | 1×45G1 height+20     | 847130=9000                     | -                                   | line 0
oversize_box          | 1×45G1, 1×42U1 height+20 | 847130=9000                 | -                                   | -
oversize_box          | 1×45G1, 1×42U1 front+20  | 847130=9000                 | -                                   | line 1
oversize_box          | 1×45G1               | 847130=9000                     | -                                   | -
dangerous_unnamed     | 1×45G1, 1×22G1 dg    | 847130=9000                     | -                                   | line 1
dangerous_unnamed     | 1×22G1 dg            | 850760=9000!UN3480/9            | -                                   | -
dangerous_unnamed     | 1×22G1 dg            | ?9000                           | -                                   | -
dangerous_unmarked    | 1×22G1               | 847130=1, 850760=9000!UN3480/9  | -                                   | cargo 1
dangerous_unmarked    | 1×22G1, 1×22G1 dg    | 850760=9000!UN3480/9            | -                                   | -
dangerous_place       | 4×22G1 dg            | 850760=9000!UN3480/9            | -                                   | -
dangerous_place       | 5×22G1 dg            | 850760=9000!UN3480/9            | -                                   | booking
temperature_box       | 1×45R1 -18C          | 020230=9000                     | -                                   | -
temperature_box       | 1×45R1 -18C, 1×45G1 4C | 020230=9000                   | -                                   | line 1
reefer_temperature    | 1×45R1 -18C, 1×45R1  | 020230=9000                     | -                                   | line 1
reefer_temperature    | 1×45R1 0C, 1×45G1    | 020230=9000                     | -                                   | -
reefer_plug           | 6×45R1 1C            | 020230=9000                     | -                                   | -
reefer_plug           | 4×45R1 1C, 3×22R1 1C | 020230=9000                     | -                                   | booking
not_carried           | 1×45G1               | 847130=1, 220820=9000           | hs 2208                             | cargo 1
not_carried           | 1×45G1               | 220300=9000                     | hs 2208                             | -
not_carried           | 1×45G1               | 220820=9000                     | hs 2208, owners shipper             | -
not_carried           | 1×45G1, 1×22G1 shipper | 220820=9000                   | hs 22 93, owners shipper            | cargo 0
railway_box           | 1×45G1 railway       | 410120=9000, 847130=1           | hs 4101                             | cargo 0
railway_box           | 1×45G1               | 410120=9000                     | hs 4101                             | -
railway_box           | 1×45G1 railway       | 847130=9000                     | hs 4101                             | -
railway_box           | 1×45R1 railway 2C    | 410120=9000                     | hs 4101, equipment 45G1             | -
railway_box           | 1×45G1 railway dg    | 850760=9000!UN3480/9            | classes 9                           | cargo 0
dangerous_not_carried | 1×22G1 dg            | 360490=90!UN0336/1.4            | classes 1.1 1.4                     | cargo 0
dangerous_not_carried | 1×22G1 dg            | 850760=90!UN3480/9              | classes 1.1 1.4                     | -
dangerous_not_carried | 1×22G1 dg            | 850760=90!UN3480/9              | un UN3090 UN3480                    | cargo 0
dangerous_not_carried | 1×22G1               | 850760=90                       | un UN3090 UN3480                    | -
papers_needed         | 1×22G1 dg            | 850760=90!UN3480/9              | un UN3480, papers battery_test      | cargo 0
papers_needed         | 1×22G1 dg            | 850760=90!UN3480/9 battery_test | un UN3480, papers battery_test      | -
papers_needed         | 1×22G1 dg            | 850760=90!UN3480/9 battery_test | classes 9, papers battery_test safety_data_sheet | cargo 0
papers_needed         | 1×22G1               | 850760=90                       | hs 8507, papers battery_test        | cargo 0
papers_needed         | 1×22G1               | 847130=90                       | hs 8507, papers battery_test        | -
undeclared_dangerous  | 1×22G1               | 850760=90                       | hs 8507                             | cargo 0
undeclared_dangerous  | 1×22G1 dg            | 850760=90!UN3480/9              | hs 8507                             | -
undeclared_dangerous  | 1×22G1               | 847130=90                       | hs 8507                             | -
needs_reefer          | 1×45R1 2C, 1×45G1    | 070200=9000                     | hs 07                               | cargo 0
needs_reefer          | 1×45R1 2C            | 070200=9000                     | hs 07                               | -
needs_reefer          | 1×45G1               | 847130=9000                     | hs 07                               | -
box_mass              | 1×22G1               | 847130=21500                    | kgMax 21500, equipment 22G1         | -
box_mass              | 1×45G1, 2×22G1       | 847130=70000                    | kgMax 21500, equipment 22G1         | line 1
box_mass              | 1×45G1               | 847130=26000                    | kgMax 21500, equipment 22G1         | -
box_mass              | 1×45G1               | ?26000                          | kgMax 25999                         | line 0
lift_limit            | 1×22G1               | 847130=25750                    | kgMax 28000, where UZ-CHUKURSAY     | -
lift_limit            | 1×22G1               | 847130=25751                    | kgMax 28000, where UZ-CHUKURSAY     | line 0
lift_limit            | 1×22G1               | 847130=27000                    | kgMax 28000, where KZ-SHYMKENT      | -
lift_limit            | 1×22G1               | 847130=27000                    | kgMax 28000                         | line 0
axle_load             | 2×22G1               | 847130=51500                    | kgMax 19500                         | -
axle_load             | 2×22G1               | 847130=51502                    | kgMax 19500                         | line 0
axle_load             | 1×45G1               | 847130=26580                    | kgMax 13120                         | -
oversize_limit        | 1×42P1 left+30 right+45 | 847130=9000                  | axis width, cmMax 44                | line 0
oversize_limit        | 1×42P1 left+30 right+45 | 847130=9000                  | axis width, cmMax 45                | -
oversize_limit        | 1×42P1 rear+10       | 847130=9000                     | axis length, cmMax 0                | line 0
oversize_limit        | 1×42P1 rear+10       | 847130=9000                     | axis height, cmMax 0                | -
oversize_limit        | 1×42P1 height+10     | 847130=9000                     | axis height, cmMax 0, equipment 42U1 | -
`
  .trim()
  .split('\n')
  .map((row) => row.split('|').map((cell) => cell.trim()))

const OPERATOR = 'org_00000000000000000001'
const EMPTY = {
  effect: 'warn',
  direction: 'both',
  where: [],
  owners: [],
  equipment: [],
  hs: [],
  un: [],
  classes: [],
  papers: [],
  axis: null,
  kgMax: null,
  cmMax: null,
  from: '2026-01-01',
  until: null,
  why: null,
  source: 'a test',
}

const EVERYTHING = NewRestriction.parse({
  ...EMPTY,
  rule: 'not_carried',
  where: [Where.parse('west')],
  hs: ['22'],
  un: ['UN3480'],
  classes: ['9'],
  papers: ['battery_test'],
  axis: 'width',
  kgMax: 1,
  cmMax: 1,
})

const TRAIN = trainOf('tashkent')
const ENTERED = '2026-01-01T00:00:00.000Z'

for (const [rule = '', boxes = '', cargo = '', restriction = '', wanted = ''] of CASES)
  test(`${rule}: ${boxes} with ${cargo}${restriction === '-' ? '' : ` by ${restriction}`}`, () => {
    const isListed = restriction !== '-'
    const entry = isListed ? [restrictionOf(rule, restriction)] : []
    assert.ok(
      entry.every((one) => decideRestriction(one) === undefined),
      'the entry can be judged',
    )
    const found = judgeCargo(askedOf(boxes, cargo), TRAIN, entry).filter((one) => one.rule === rule)
    assert.equal(found.map(subjectOf).join(', ') || '-', wanted)
    for (const finding of found) {
      assert.equal(finding.restriction?.id, entry[0]?.id)
      const { zh, en, ru } = findingText(finding)
      for (const text of [zh, en, ru]) assert.doesNotMatch(text, /\{\w+\}|undefined/, text)
      assert.match(zh, /\p{Script=Han}/u)
      assert.match(ru, /\p{Script=Cyrillic}/u)
      assert.doesNotMatch(en, /[\p{Script=Han}\p{Script=Cyrillic}]/u)
    }
  })

test('every rule stands in the table, once finding something and once nothing; every rule has its words', () => {
  for (const rule of CargoRuleName.options) {
    const wanted = CASES.filter(([name]) => name === rule).map((cells) => cells[4])
    assert.ok(wanted.includes('-'), `${rule} passes over something`)
    assert.ok(
      wanted.some((one) => one !== '-'),
      `${rule} finds something`,
    )
    assert.ok(cargoRuleTexts[rule].name.zh)
  }
  assert.deepEqual(Object.keys(OWN_RULES), OwnRuleName.options)
  assert.deepEqual(Object.keys(LISTED_RULES), ListedRuleName.options)
})

/** train | restriction beside `hs 22` | counts */
const SCOPES = String.raw`
tashkent | from 2026-03-12                     | yes
tashkent | from 2026-03-13                     | no
tashkent | from 2026-01-01, until 2026-03-12   | yes
tashkent | from 2026-01-01, until 2026-03-11   | no
tashkent | direction export                    | yes
tashkent | direction import                    | no
tashkent | direction both                      | yes
tashkent | where west                          | yes
tashkent | where middle                        | no
hamburg  | where middle                        | yes
moscow   | where east                          | yes
duisburg | where west                          | yes
tashkent | where south                         | no
tashkent | where KZ                            | yes
tashkent | where RU                            | no
hamburg  | where RU KZ                         | yes
tashkent | where CN-KHORGOS                    | yes
tashkent | where KZ-SHYMKENT                   | yes
tashkent | where CN-ERENHOT                    | no
tashkent | by operator                         | yes
tashkent | by stranger                         | no
tashkent | by rail                             | yes
tashkent | withdrawn                           | no
`
  .trim()
  .split('\n')
  .map((row) => row.split('|').map((cell) => cell.trim()))

for (const [line = '', scope = '', wanted] of SCOPES)
  test(`a restriction ${scope} for the train to ${line}: ${wanted}`, () => {
    const train = trainOf(line as keyof typeof LINES)
    assert.equal(counts(restrictionOf('not_carried', `hs 22, ${scope}`), train), wanted === 'yes')
  })

test('a restriction that lacks what its rule reads, or has what it does not, is refused with the fields’ names', () => {
  for (const rule of ListedRuleName.options) {
    const full = { ...EVERYTHING, rule }
    const { needs } = LISTED_RULES[rule]
    const read = new Set<string>(needs.flat())
    const without = (fields: readonly string[]) => ({
      ...full,
      ...Object.fromEntries(fields.map((field) => [field, EMPTY[field as keyof typeof EMPTY]])),
    })
    const unread = RESTRICTION_FIELDS.filter((field) => !read.has(field))
    assert.equal(decideRestriction(without(unread)), undefined, rule)
    if (unread.length > 0)
      assert.deepEqual(decideRestriction(full), {
        refusal: 'booking.restriction_overfull',
        fields: unread,
      })
    for (const some of needs) {
      const decided = decideRestriction(without([...unread, ...some]))!
      assert.deepEqual(decided, { refusal: 'booking.restriction_incomplete', fields: some })
      const problem = restrictionProblem(rule, decided)
      assert.deepEqual(
        problem.faults.map(({ pointer }) => pointer),
        some.map((name) => `/${name}`),
      )
      assert.ok(problem.text.ru.includes(restrictionTexts[some[0]!].ru))
    }
    const reversed = { ...without(unread), from: '2026-02-01', until: '2026-01-31' }
    assert.equal(decideRestriction(reversed)?.refusal, 'booking.restriction_reversed')
  }
})

test('what the operator must look at: dangerous goods, and what a restriction leaves to it', () => {
  const [plain, dangerous] = [boxesOf('1×22G1'), boxesOf('1×22G1 dg')]
  assert.deepEqual(
    [plain, dangerous].flatMap((lines) =>
      [[], ...Effect.options.map((effect) => [{ effect }])].map((found) =>
        needsOperator(lines, found),
      ),
    ),
    [false, false, true, false, true, true, true, true],
  )
})

test('whatever is asked, more restrictions never find less, and the order of entries changes nothing but theirs', () => {
  const entries = CASES.filter((cells) => cells[3] !== '-').map(
    ([rule, , , restriction], index) => ({
      ...restrictionOf(rule!, restriction!),
      id: `rst_${String(index).padStart(20, '0')}` as Restriction['id'],
    }),
  )
  const rows = CASES.map(([, boxes, cargo]) => askedOf(boxes!, cargo!))
  fc.assert(
    fc.property(
      fc.constantFrom(...rows),
      fc.subarray(entries),
      fc.subarray(entries),
      (asked, some, others) => {
        const key = ({ rule, line, cargo, restriction }: Finding) =>
          [rule, line, cargo, restriction?.id].join()
        const found = (list: readonly Restriction[]) =>
          judgeCargo(asked, TRAIN, list).map(key).toSorted()
        const all = [...new Set([...some, ...others])]
        const many = found(all)
        for (const one of found(some)) assert.ok(many.includes(one))
        assert.deepEqual(found(all.toReversed()), many)
      },
    ),
  )
})

function trainOf(line: keyof typeof LINES): CargoTrain {
  const { stops } = LINES[line]
  return cargoTrainOf({
    departsAt: '2026-03-12T18:00:00+08:00',
    reeferPlugs: 6,
    dangerousPlaces: 4,
    service: {
      operatorId: OPERATOR,
      origin: stops[0]!.station,
      destination: stops.at(-1)!.station,
      stops,
    },
  } as never)
}

function askedOf(boxes: string, cargo: string) {
  const lines = boxesOf(boxes)
  if (cargo.startsWith('?')) return { lines, cargo: undefined, cargoKg: Number(cargo.slice(1)) }
  const some = cargo.split(',').map((text) => cargoOf(text.trim()))
  return { lines, cargo: some, cargoKg: massOf(some) }
}

function boxesOf(text: string): BookingLine[] {
  return text.split(',').map((line) => {
    const [head = '', ...marks] = line.trim().split(' ')
    const [count, equipmentType] = head.split('×')
    const oversize = marks
      .filter((mark) => mark.includes('+'))
      .map((mark) => mark.split('+'))
      .map(([side, cm]) => [`${side}Cm`, Number(cm)])
    const temperature = marks.find((mark) => /^-?\d+C$/.test(mark))
    return BookingLine.parse({
      equipmentType,
      count: Number(count),
      ...(marks.includes('dg') && { dangerous: true }),
      ...(oversize.length > 0 && { oversize: Object.fromEntries(oversize) }),
      ...(temperature && { temperatureC: Number.parseInt(temperature, 10) }),
      owner: marks.find((mark) => mark === 'railway' || mark === 'shipper'),
    })
  })
}

function cargoOf(text: string): CargoLine {
  const [, hsCode, kg, unNumber, dangerousClass, papers = ''] =
    /^(\d+)=(\d+)(?:!(UN\d+)\/([\d.]+)(.*))?$/.exec(text)!
  return CargoLine.parse({
    goodsName: { zh: '货物', en: 'Goods', ru: 'Груз' },
    hsCode,
    packages: 1,
    packageKind: '22',
    grossMassKg: Number(kg),
    value: { amountMinor: 100, currency: 'CNY' },
    ...(unNumber && {
      dangerous: {
        unNumber,
        dangerousClass,
        papers: papers
          .split(' ')
          .filter(Boolean)
          .map((kind) => ({ kind, number: 'A-1' })),
      },
    }),
  })
}

function restrictionOf(rule: string, text: string): Restriction {
  const given: Record<string, unknown> = {}
  let [withdrawnAt, enteredBy]: [string | null, Restriction['enteredBy']] = [null, null]
  const names = { zh: '某', en: 'A', ru: 'А' }
  for (const field of text.split(', ')) {
    const [name = '', ...values] = field.split(' ')
    if (name === 'withdrawn') withdrawnAt = ENTERED
    else if (name === 'by') {
      const id = (values[0] === 'stranger' ? OPERATOR.replace('1', '2') : OPERATOR) as never
      enteredBy = { id, kind: values[0] === 'rail' ? 'rail' : 'operator', names }
    } else if (Array.isArray(EMPTY[name as keyof typeof EMPTY])) given[name] = values
    else given[name] = /^\d+$/.test(values[0]!) ? Number(values[0]) : values[0]
  }
  const item = NewRestriction.parse({ ...EMPTY, rule, ...given })
  const dates = { enteredAt: ENTERED, changedAt: null, withdrawnAt }
  return { ...item, id: `rst_${'0'.repeat(20)}` as Restriction['id'], enteredBy, ...dates }
}

function subjectOf({ line, cargo }: Finding): string {
  if (cargo !== null) return `cargo ${cargo}`
  return line === null ? 'booking' : `line ${line}`
}

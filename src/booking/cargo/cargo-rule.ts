/**
 * THE CARGO RULES: what a train takes and what it does not, each rule by its name. Pure: the server decides bookings, amendments and
 * roll-overs with them, and the form shows what they find while it is typed.
 *
 * Some rules look at the booking and its train alone. The others read restrictions: entries of lists that railways and operators
 * keep, each with its dates, its place and its source (restriction-contract.ts). Words are in cargo-rule-words.ts.
 */
import type { BoxOwner } from '#kernel/box-owner.ts'
import { equipmentFacts, type EquipmentType } from '#kernel/equipment-type.ts'
import { isThere } from '#kernel/where.ts'
import { boxesOf, payloadExcess } from '#booking/booking.ts'
import type { BookingLine, CargoLine, OversizeSide } from '#booking/cargo-contract.ts'
import type { CargoTrain } from '#booking/cargo/cargo-train.ts'
import {
  ListedRuleName,
  OwnRuleName,
  type Effect,
  type Finding,
} from '#booking/finding-contract.ts'
import type { NewRestriction, OversizeAxis, Restriction } from '#booking/restriction-contract.ts'

/** All that the rules look at of a cargo line. */
export type JudgedCargo = Pick<CargoLine, 'hsCode' | 'dangerous'>

export interface CargoAsked {
  readonly lines: readonly BookingLine[]
  readonly cargoKg: number
  /** Undefined for a basket, of which only the mass is known. */
  readonly cargo: readonly JudgedCargo[] | undefined
}

type Found = Omit<Finding, 'rule' | 'effect' | 'restriction'>

interface OwnRule {
  readonly effect: Effect
  readonly judge: (asked: CargoAsked, train: CargoTrain) => Found[]
}

/** A field of a restriction that its rule reads; one of those joined by `|` must be there. */
export type RestrictionField = 'hs' | 'un' | 'classes' | 'papers' | 'kgMax' | 'cmMax' | 'axis'

export interface ListedRule {
  readonly needs: readonly (readonly RestrictionField[])[]
  readonly judge: (asked: CargoAsked, restriction: NewRestriction, train: CargoTrain) => Found[]
}

/** Of an empty flat wagon for one 40 ft place or two of 20 ft, kg; it has four axles. */
const WAGON_TARE_KG = 22_000
const AXLES = 4

const OPEN_TYPES: ReadonlySet<string> = new Set(['22U1', '42U1', '42P1'])

const whole = (facts: Found['facts'] = {}): Found => ({ line: null, cargo: null, facts })
const ofLine = (line: number, facts: Found['facts'] = {}): Found => ({ line, cargo: null, facts })
const ofCargo = (cargo: number, facts: Found['facts'] = {}): Found => ({ line: null, cargo, facts })

export const OWN_RULES: Readonly<Record<OwnRuleName, OwnRule>> = {
  payload: {
    effect: 'refuse',
    judge({ lines, cargoKg }) {
      const excess = payloadExcess(lines, cargoKg)
      return excess ? [whole({ ...excess })] : []
    },
  },
  oversize_box: {
    effect: 'refuse',
    judge: ({ lines }) =>
      eachLine(lines, ({ oversize, equipmentType }) => {
        const isClosed = oversize && !OPEN_TYPES.has(equipmentType)
        // An open top has walls: only its roof is missing.
        const isWalled = equipmentType !== '42P1' && beyond(oversize, 'length', 'width') > 0
        return isClosed || isWalled ? { equipmentType } : undefined
      }),
  },
  dangerous_unnamed: {
    effect: 'refuse',
    judge: ({ lines, cargo }) =>
      cargo === undefined || cargo.some(({ dangerous }) => dangerous)
        ? []
        : eachLine(lines, (line) => (line.dangerous ? {} : undefined)),
  },
  dangerous_unmarked: {
    effect: 'refuse',
    judge: ({ lines, cargo = [] }) =>
      lines.some(({ dangerous }) => dangerous)
        ? []
        : eachCargo(cargo, ({ dangerous }) => dangerous && { unNumber: dangerous.unNumber }),
  },
  dangerous_place: {
    effect: 'refuse',
    judge({ lines }, { dangerousPlaces: places }) {
      const boxes = countOf(lines, ({ dangerous = false }) => dangerous)
      return boxes > places ? [whole({ boxes, places })] : []
    },
  },
  temperature_box: {
    effect: 'refuse',
    judge: ({ lines }) =>
      eachLine(lines, ({ equipmentType, temperatureC }) =>
        temperatureC !== undefined && !isReefer({ equipmentType }) ? { equipmentType } : undefined,
      ),
  },
  reefer_temperature: {
    effect: 'warn',
    judge: ({ lines }) =>
      eachLine(lines, ({ equipmentType, temperatureC }) =>
        temperatureC === undefined && isReefer({ equipmentType }) ? { equipmentType } : undefined,
      ),
  },
  reefer_plug: {
    effect: 'refuse',
    judge({ lines }, { reeferPlugs: places }) {
      const boxes = countOf(lines, isReefer)
      return boxes > places ? [whole({ boxes, places })] : []
    },
  },
}

export const LISTED_RULES: Readonly<Record<ListedRuleName, ListedRule>> = {
  not_carried: {
    needs: [['hs']],
    judge: ({ cargo = [] }, restriction) =>
      eachCargo(cargo, ({ hsCode }) => (hasHs(restriction, hsCode) ? { hsCode } : undefined)),
  },
  railway_box: {
    needs: [['hs', 'classes']],
    judge: ({ lines, cargo = [] }, restriction) =>
      lines.some((line) => line.owner === 'railway' && isMeant(line, restriction))
        ? eachCargo(cargo, (one) =>
            isNamed(restriction, one) ? { hsCode: one.hsCode } : undefined,
          )
        : [],
  },
  dangerous_not_carried: {
    needs: [['un', 'classes']],
    judge: ({ cargo = [] }, restriction) =>
      eachCargo(cargo, ({ dangerous }) =>
        dangerous && hasDangerous(restriction, dangerous)
          ? { unNumber: dangerous.unNumber, dangerousClass: dangerous.dangerousClass }
          : undefined,
      ),
  },
  papers_needed: {
    needs: [['hs', 'un', 'classes'], ['papers']],
    judge: ({ cargo = [] }, restriction) =>
      eachCargo(cargo, (one) => {
        if (!isNamed(restriction, one)) return undefined
        const there = new Set(one.dangerous?.papers.map(({ kind }) => kind))
        const missing = restriction.papers.filter((kind) => !there.has(kind))
        return missing.length > 0 ? { papers: missing.join(' ') } : undefined
      }),
  },
  undeclared_dangerous: {
    needs: [['hs']],
    judge: ({ cargo = [] }, restriction) =>
      eachCargo(cargo, ({ hsCode, dangerous }) =>
        dangerous === undefined && hasHs(restriction, hsCode) ? { hsCode } : undefined,
      ),
  },
  needs_reefer: {
    needs: [['hs']],
    judge: ({ lines, cargo = [] }, restriction) =>
      lines.every(isReefer)
        ? []
        : eachCargo(cargo, ({ hsCode }) => (hasHs(restriction, hsCode) ? { hsCode } : undefined)),
  },
  box_mass: {
    needs: [['kgMax']],
    judge: (asked, restriction) =>
      eachMass(asked, restriction, ({ cargoKg, equipmentType }, kgMax) =>
        cargoKg > kgMax ? { equipmentType, cargoKg, kgMax } : undefined,
      ),
  },
  lift_limit: {
    needs: [['kgMax']],
    judge(asked, restriction, { stops }) {
      // What a train only passes lifts nothing; a limit that names no station is of every terminal.
      const [place = ''] = restriction.where.filter((code) => stops.has(code))
      if (restriction.where.length > 0 && place === '') return []
      return eachMass(asked, restriction, ({ grossKg, equipmentType }, kgMax) =>
        grossKg > kgMax ? { equipmentType, grossKg, kgMax, place } : undefined,
      )
    },
  },
  axle_load: {
    needs: [['kgMax']],
    judge: (asked, restriction) =>
      eachMass(asked, restriction, ({ grossKg, equipmentType }, kgMax) => {
        const boxes = 1 / equipmentFacts(equipmentType).slots
        const axleKg = Math.ceil((grossKg * boxes + WAGON_TARE_KG) / AXLES)
        return axleKg > kgMax ? { equipmentType, axleKg, kgMax } : undefined
      }),
  },
  oversize_limit: {
    needs: [['cmMax'], ['axis']],
    judge: ({ lines }, { axis, cmMax, equipment, owners }) =>
      eachLine(lines, (line) => {
        const cm = axis === null ? 0 : beyond(line.oversize, axis)
        return isMeant(line, { equipment, owners }) && cm > (cmMax ?? 0)
          ? { axis: axis ?? '', cm, cmMax: cmMax ?? 0 }
          : undefined
      }),
  },
}

/** All that the rules find, in the order of their table. Restrictions are given as they are listed, those of other trains too. */
export function judgeCargo(
  asked: CargoAsked,
  train: CargoTrain,
  restrictions: readonly Restriction[],
): Finding[] {
  const own = OwnRuleName.options.flatMap((rule) => {
    const { effect, judge } = OWN_RULES[rule]
    return judge(asked, train).map((found) => ({ rule, effect, restriction: null, ...found }))
  })
  const counting = restrictions.filter((one) => counts(one, train) && isOwned(one, asked.lines))
  const listed = ListedRuleName.options.flatMap((rule) =>
    counting
      .filter((one) => one.rule === rule)
      .flatMap((one) => {
        const { id, why, source, effect } = one
        const restriction = { id, why, source }
        return LISTED_RULES[rule]
          .judge(asked, one, train)
          .map((found) => ({ rule, effect, restriction, ...found }))
      }),
  )
  return [...own, ...listed]
}

/** Whether an entry is about this train: standing, of its day, direction and way, from somebody who may speak for it. */
export function counts(restriction: Restriction, train: CargoTrain): boolean {
  const { withdrawnAt, enteredBy, direction, where, from, until } = restriction
  if (withdrawnAt !== null || from > train.day) return false
  if (until !== null && until < train.day) return false
  if (enteredBy?.kind === 'operator' && enteredBy.id !== train.operatorId) return false
  if (direction !== 'both' && direction !== train.direction) return false
  return where.length === 0 || where.some((place) => isThere(place, train))
}

export type RestrictionRefusal =
  'booking.restriction_reversed' | 'booking.restriction_incomplete' | 'booking.restriction_overfull'

/** Whether an entry can be judged by its rule, with the fields that it lacks or that the rule does not read. */
export function decideRestriction(
  restriction: NewRestriction,
): { readonly refusal: RestrictionRefusal; readonly fields: readonly string[] } | undefined {
  const { from, until, rule } = restriction
  if (until !== null && until < from)
    return { refusal: 'booking.restriction_reversed', fields: ['until'] }
  const { needs } = LISTED_RULES[rule]
  const isThereIn = (field: RestrictionField) => {
    const value = restriction[field]
    return Array.isArray(value) ? value.length > 0 : value !== null
  }
  const lacking = needs.find((some) => !some.some(isThereIn))
  if (lacking) return { refusal: 'booking.restriction_incomplete', fields: lacking }
  const read = new Set<string>(needs.flat())
  const unread = RESTRICTION_FIELDS.filter((field) => isThereIn(field) && !read.has(field))
  return unread.length > 0 ? { refusal: 'booking.restriction_overfull', fields: unread } : undefined
}

export const RESTRICTION_FIELDS: readonly RestrictionField[] = [
  'hs',
  'un',
  'classes',
  'papers',
  'kgMax',
  'cmMax',
  'axis',
]

/** Dangerous goods go on a train only when its operator has looked at them, and so does what a restriction leaves to it. */
export function needsOperator(
  lines: readonly BookingLine[],
  findings: readonly Pick<Finding, 'effect'>[],
): boolean {
  const isDangerous = lines.some(({ dangerous }) => dangerous === true)
  return isDangerous || findings.some(({ effect }) => effect === 'ask')
}

/** The same of the same line, from the same entry: what was waived once stays waived. */
export function sameFinding(one: Finding, other: Finding): boolean {
  const facts = Object.entries(one.facts)
  return (
    one.rule === other.rule &&
    one.line === other.line &&
    one.cargo === other.cargo &&
    one.restriction?.id === other.restriction?.id &&
    facts.length === Object.keys(other.facts).length &&
    facts.every(([name, value]) => other.facts[name] === value)
  )
}

const AXES: Readonly<Record<OversizeAxis, readonly OversizeSide[]>> = {
  length: ['frontCm', 'rearCm'],
  width: ['leftCm', 'rightCm'],
  height: ['heightCm'],
}

function beyond(oversize: BookingLine['oversize'], ...axes: readonly OversizeAxis[]): number {
  const sides = axes.flatMap((axis) => AXES[axis])
  return Math.max(0, ...sides.map((side) => oversize?.[side] ?? 0))
}

function eachLine(
  lines: readonly BookingLine[],
  find: (line: BookingLine) => Found['facts'] | undefined,
): Found[] {
  return lines.flatMap((line, index) => {
    const facts = find(line)
    return facts ? [ofLine(index, facts)] : []
  })
}

function eachCargo(
  cargo: readonly JudgedCargo[],
  find: (line: JudgedCargo) => Found['facts'] | undefined,
): Found[] {
  return cargo.flatMap((line, index) => {
    const facts = find(line)
    return facts ? [ofCargo(index, facts)] : []
  })
}

interface BoxMass {
  readonly equipmentType: EquipmentType
  readonly grossKg: number
  readonly cargoKg: number
}

/** The heaviest box of each line that is meant: cargo is shared out by what each box can carry. */
function eachMass(
  { lines, cargoKg }: CargoAsked,
  { kgMax, ...meant }: Pick<NewRestriction, 'kgMax' | 'equipment' | 'owners'>,
  find: (mass: BoxMass, kgMax: number) => Found['facts'] | undefined,
): Found[] {
  const boxes = boxesOf(lines, cargoKg)
  let first = 0
  return lines.flatMap((line, index) => {
    const { equipmentType, count } = line
    // The share of a kilogram that is left over goes to the first boxes.
    const { grossKg } = boxes[first]!
    first += count
    const { tareKg } = equipmentFacts(equipmentType)
    const facts =
      isMeant(line, meant) &&
      find({ equipmentType, grossKg, cargoKg: grossKg - tareKg }, kgMax ?? 0)
    return facts ? [ofLine(index, facts)] : []
  })
}

function isMeant(
  { equipmentType, owner = 'operator' }: BookingLine,
  { equipment, owners }: Pick<NewRestriction, 'equipment' | 'owners'>,
): boolean {
  return (
    (equipment.length === 0 || equipment.includes(equipmentType)) &&
    (owners.length === 0 || owners.includes(owner))
  )
}

/** An entry for some owners' boxes touches a booking that has such a box. */
function isOwned({ owners }: NewRestriction, lines: readonly BookingLine[]): boolean {
  const has = (owner: BoxOwner) => lines.some((line) => (line.owner ?? 'operator') === owner)
  return owners.length === 0 || owners.some(has)
}

function countOf(lines: readonly BookingLine[], is: (line: BookingLine) => boolean): number {
  return lines.filter(is).reduce((count, line) => count + line.count, 0)
}

function isReefer({ equipmentType }: Pick<BookingLine, 'equipmentType'>): boolean {
  return equipmentFacts(equipmentType).refrigerated
}

function hasHs({ hs }: NewRestriction, code: string): boolean {
  return hs.some((prefix) => code.startsWith(prefix))
}

function hasDangerous(
  { un, classes }: NewRestriction,
  { unNumber, dangerousClass }: NonNullable<CargoLine['dangerous']>,
): boolean {
  return un.includes(unNumber) || classes.includes(dangerousClass)
}

function isNamed(restriction: NewRestriction, { hsCode, dangerous }: JudgedCargo): boolean {
  if (hasHs(restriction, hsCode)) return true
  return dangerous !== undefined && hasDangerous(restriction, dangerous)
}

/** Restrictions as a spreadsheet: the same columns going out and coming in, in the language of whoever asks. */
import { BoxOwner, boxOwnerTexts } from '#kernel/box-owner.ts'
import {
  DANGEROUS_CLASSES,
  DangerousPaperKind,
  dangerousPaperTexts,
  UnNumber,
} from '#kernel/dangerous-goods.ts'
import { Day } from '#kernel/day.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { HsPrefix } from '#kernel/hs-code.ts'
import { line } from '#kernel/line.ts'
import { say, type Locale, type Text } from '#kernel/locale.ts'
import {
  choiceColumn,
  countColumn,
  listColumn,
  readTable,
  valueColumn,
  type CellFault,
  type Grid,
  type RowOf,
  toldFaults,
} from '#kernel/spreadsheet.ts'
import { Where, whereName } from '#kernel/where.ts'
import type { Cell, SheetWritten } from '#platform/spreadsheet.ts'
import { OVERSIZE_CM_MAX } from '#booking/cargo-contract.ts'
import { decideRestriction, LISTED_RULES } from '#booking/cargo/cargo-rule.ts'
import { axisTexts, cargoRuleTexts, effectTexts } from '#booking/cargo/cargo-rule-words.ts'
import { ListedRuleName } from '#booking/finding-contract.ts'
import {
  CODES_MAX,
  LIMIT_KG_MAX,
  RESTRICTIONS_MAX,
  type NewRestriction,
  type Restriction,
  type RestrictionsRead,
} from '#booking/restriction-contract.ts'
import {
  directionTexts,
  restrictionProblem,
  restrictionTexts,
} from '#booking/cargo/restriction-words.ts'

const ruleWords = Object.fromEntries(
  ListedRuleName.options.map((rule) => [rule, cargoRuleTexts[rule].name]),
) as Readonly<Record<ListedRuleName, Text>>

const of = restrictionTexts
const optional = { optional: true } as const
const codes = { max: CODES_MAX, spaced: true } as const

const columns = {
  rule: choiceColumn(of.rule, ruleWords),
  effect: choiceColumn(of.effect, effectTexts),
  hs: listColumn(valueColumn(of.hs, HsPrefix), codes),
  un: listColumn(valueColumn(of.un, UnNumber), codes),
  classes: listColumn(choiceColumn(of.classes, DANGEROUS_CLASSES), codes),
  papers: listColumn(choiceColumn(of.papers, dangerousPaperTexts), { max: 10 }),
  axis: { ...choiceColumn(of.axis, axisTexts), ...optional },
  kgMax: countColumn(of.kgMax, { min: 1, max: LIMIT_KG_MAX, ...optional }),
  cmMax: countColumn(of.cmMax, { min: 0, max: OVERSIZE_CM_MAX, ...optional }),
  equipment: listColumn(valueColumn(of.equipment, EquipmentType), { max: 30, spaced: true }),
  owners: listColumn(choiceColumn(of.owners, boxOwnerTexts), { max: 3 }),
  where: listColumn(valueColumn(of.where, Where), { max: 40 }),
  direction: { ...choiceColumn(of.direction, directionTexts), ...optional },
  from: valueColumn(of.from, Day),
  until: valueColumn(of.until, Day, optional),
  whyZh: valueColumn(of.whyZh, line(300), optional),
  whyEn: valueColumn(of.whyEn, line(300), optional),
  whyRu: valueColumn(of.whyRu, line(300), optional),
  source: valueColumn(of.source, line(300)),
}

type Row = Partial<RowOf<typeof columns>> &
  Pick<RowOf<typeof columns>, 'rule' | 'effect' | 'from' | 'source'>

/** All rows, or what is wrong with which cell. */
export function readRestrictionFile(grid: Grid, locale: Locale): RestrictionsRead {
  const { rows, faults, faultAt } = readTable(grid, columns, locale)
  const found: CellFault[] = [...faults]
  const items = rows.map(({ number, value }, index) => {
    const item = restrictionOf(value)
    const refusal = decideRestriction(item)
    if (refusal) {
      const { code, text } = restrictionProblem(item.rule, refusal)
      const [field = 'rule'] = refusal.fields
      found.push(faultAt(number, field as keyof typeof columns, code, say(text, locale)))
    }
    if (index === RESTRICTIONS_MAX) found.push(faultAt(number, 'rule', ...tooMany(locale)))
    return item
  })
  return {
    items: found.length === 0 ? items : [],
    ...toldFaults(found),
  }
}

const MANY: Text = {
  zh: '一次最多导入 {max} 行',
  en: 'At most {max} rows are taken at once',
  ru: 'За один раз принимается не более {max} строк',
}

function tooMany(locale: Locale): [code: string, detail: string] {
  return ['booking.restrictions_too_many', say(MANY, locale, { max: RESTRICTIONS_MAX })]
}

/** One language of the words is better than none: it stands for the others. */
function restrictionOf({ whyZh, whyEn, whyRu, ...row }: Row): NewRestriction {
  const some = whyEn ?? whyZh ?? whyRu
  return {
    rule: row.rule,
    effect: row.effect,
    direction: row.direction ?? 'both',
    where: row.where ?? [],
    owners: row.owners ?? [],
    equipment: row.equipment ?? [],
    hs: row.hs ?? [],
    un: row.un ?? [],
    classes: row.classes ?? [],
    papers: row.papers ?? [],
    axis: row.axis ?? null,
    kgMax: row.kgMax ?? null,
    cmMax: row.cmMax ?? null,
    from: row.from,
    until: row.until ?? null,
    why: some === undefined ? null : { zh: whyZh ?? some, en: whyEn ?? some, ru: whyRu ?? some },
    source: row.source,
  }
}

/** The list, and beside it what each rule reads and the words that its cells may hold. */
export function restrictionBook(items: readonly Restriction[], locale: Locale): SheetWritten[] {
  const head = Object.values(columns).map(({ heading }): Cell => say(heading, locale))
  const word = (text: Text): string => say(text, locale)
  return [
    { name: word(sheetNames.list), rows: [head, ...items.map((item) => rowOf(item, word))] },
    { name: word(sheetNames.rules), rows: rulesSheet(word) },
    { name: word(sheetNames.words), rows: wordsSheet(word) },
  ]
}

const sheetNames = {
  list: { zh: '承运限制', en: 'Restrictions', ru: 'Ограничения' },
  rules: { zh: '规则说明', en: 'Rules', ru: 'Правила' },
  words: { zh: '可填写的值', en: 'Words', ru: 'Значения' },
  needs: { zh: '须填写', en: 'Needs', ru: 'Нужно' },
  or: { zh: '或', en: 'or', ru: 'или' },
} as const satisfies Record<string, Text>

function rowOf(item: Restriction, word: (text: Text) => string): Cell[] {
  const list = (values: readonly string[]): Cell => (values.length === 0 ? null : values.join('; '))
  const cells: Record<keyof typeof columns, Cell> = {
    rule: word(ruleWords[item.rule]),
    effect: word(effectTexts[item.effect]),
    hs: list(item.hs),
    un: list(item.un),
    classes: list(item.classes),
    papers: list(item.papers.map((kind) => word(dangerousPaperTexts[kind]))),
    axis: item.axis && word(axisTexts[item.axis]),
    kgMax: item.kgMax,
    cmMax: item.cmMax,
    equipment: list(item.equipment),
    owners: list(item.owners.map((owner) => word(boxOwnerTexts[owner]))),
    where: list(item.where.map((where) => word(whereName(where)))),
    direction: word(directionTexts[item.direction]),
    from: item.from,
    until: item.until,
    whyZh: item.why?.zh ?? null,
    whyEn: item.why?.en ?? null,
    whyRu: item.why?.ru ?? null,
    source: item.source,
  }
  return (Object.keys(columns) as (keyof typeof columns)[]).map((key) => cells[key])
}

function rulesSheet(word: (text: Text) => string): Cell[][] {
  const rows = ListedRuleName.options.map((rule): Cell[] => [
    word(ruleWords[rule]),
    LISTED_RULES[rule].needs
      .map((some) => some.map((field) => word(of[field])).join(` ${word(sheetNames.or)} `))
      .join('; '),
  ])
  return [[word(of.rule), word(sheetNames.needs)], ...rows]
}

function wordsSheet(word: (text: Text) => string): Cell[][] {
  const lists: readonly (readonly [Text, readonly Text[]])[] = [
    [of.effect, Object.values(effectTexts)],
    [of.papers, DangerousPaperKind.options.map((kind) => dangerousPaperTexts[kind])],
    [of.axis, Object.values(axisTexts)],
    [of.owners, BoxOwner.options.map((owner) => boxOwnerTexts[owner])],
    [of.direction, Object.values(directionTexts)],
  ]
  const longest = Math.max(...lists.map(([, words]) => words.length))
  const rows = Array.from({ length: longest }, (_, row) =>
    lists.map(([, words]): Cell => (words[row] ? word(words[row]) : null)),
  )
  return [lists.map(([heading]) => word(heading)), ...rows]
}

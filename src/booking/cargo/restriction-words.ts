/** The words of restrictions: the headings of their file, which are the labels of their form, and the refusals that name them. */
import { boxOwnerTexts } from '#kernel/box-owner.ts'
import { Problem } from '#kernel/problem.ts'
import { say, type Text } from '#kernel/locale.ts'
import { cargoProblem, cargoRuleTexts } from '#booking/cargo/cargo-rule-words.ts'
import type { RestrictionRefusal } from '#booking/cargo/cargo-rule.ts'
import type { ListedRuleName } from '#booking/finding-contract.ts'
import type { NewRestriction } from '#booking/restriction-contract.ts'
import { joined } from '#booking/words.ts'
import type { EmbargoDirection } from '#train/embargo-contract.ts'

export const restrictionTexts: Readonly<Record<Exclude<keyof NewRestriction, 'why'>, Text>> & {
  readonly whyZh: Text
  readonly whyEn: Text
  readonly whyRu: Text
} = {
  rule: { zh: '规则', en: 'Rule', ru: 'Правило' },
  effect: { zh: '处理', en: 'Effect', ru: 'Действие' },
  hs: { zh: 'HS 编码开头', en: 'HS codes begin with', ru: 'Коды ТН ВЭД начинаются с' },
  un: { zh: '联合国编号', en: 'UN numbers', ru: 'Номера ООН' },
  classes: { zh: '危险货物类别', en: 'Classes', ru: 'Классы опасности' },
  papers: { zh: '所需单证', en: 'Papers needed', ru: 'Нужные документы' },
  axis: { zh: '超限方向', en: 'Over-size axis', ru: 'Сторона негабарита' },
  kgMax: { zh: '上限（千克）', en: 'At most, kg', ru: 'Не более, кг' },
  cmMax: { zh: '上限（厘米）', en: 'At most, cm', ru: 'Не более, см' },
  equipment: { zh: '箱型', en: 'Equipment types', ru: 'Типы контейнеров' },
  owners: { zh: '箱主', en: 'Box owners', ru: 'Владельцы контейнеров' },
  where: { zh: '途经', en: 'Where', ru: 'Где' },
  direction: { zh: '方向', en: 'Direction', ru: 'Направление' },
  from: { zh: '发车日期自', en: 'Departures from', ru: 'Отправления с' },
  until: { zh: '发车日期至', en: 'Until', ru: 'По' },
  whyZh: { zh: '说明（中文）', en: 'Why, in Chinese', ru: 'Пояснение по-китайски' },
  whyEn: { zh: '说明（英文）', en: 'Why, in English', ru: 'Пояснение по-английски' },
  whyRu: { zh: '说明（俄文）', en: 'Why, in Russian', ru: 'Пояснение по-русски' },
  source: { zh: '依据', en: 'Source', ru: 'Источник' },
}

export const directionTexts: Readonly<Record<EmbargoDirection, Text>> = {
  export: { zh: '出口', en: 'Export', ru: 'Экспорт из Китая' },
  import: { zh: '进口', en: 'Import', ru: 'Импорт в Китай' },
  both: { zh: '双向', en: 'Both', ru: 'Оба направления' },
}

export const ownersText = (owners: NewRestriction['owners']): Text =>
  joined(owners.map((owner) => boxOwnerTexts[owner]))

/** Which fields are wrong, by the names that people see. */
export function restrictionProblem(
  rule: ListedRuleName,
  { refusal, fields }: { readonly refusal: RestrictionRefusal; readonly fields: readonly string[] },
): Problem {
  const text = cargoProblem.table[refusal]
  const names = joined(
    fields.map((field) => restrictionTexts[field as keyof typeof restrictionTexts]),
  )
  const inLocale = (locale: 'zh' | 'en' | 'ru') =>
    say(text, locale, { rule: cargoRuleTexts[rule].name[locale], fields: names[locale] })
  const told = { zh: inLocale('zh'), en: inLocale('en'), ru: inLocale('ru') }
  const faults = fields.map((field) => ({ pointer: `/${field}`, code: refusal, text: told }))
  return new Problem(refusal, { kind: text.kind, ...told }, { fields: fields.join(' ') }, faults)
}

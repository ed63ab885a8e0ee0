/** What the cargo rules are called and what they say, in the three languages; facts are written as people read them. */
import { dangerousPaperTexts, type DangerousPaperKind } from '#kernel/dangerous-goods.ts'
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { problems } from '#kernel/problem.ts'
import { getStation } from '#kernel/station.ts'
import type { CargoRuleName, Effect, Finding } from '#booking/finding-contract.ts'
import type { OversizeAxis } from '#booking/restriction-contract.ts'
import { joined } from '#booking/words.ts'

export const cargoRuleTexts: Readonly<
  Record<CargoRuleName, { readonly name: Text; readonly says: Text }>
> = {
  payload: {
    name: { zh: '箱型载重', en: 'Payload of the boxes', ru: 'Грузоподъёмность контейнеров' },
    says: {
      zh: '货物毛重 {grossMassKg} 千克超过所订箱型载重合计 {payloadKgMax} 千克',
      en: 'the cargo weighs {grossMassKg} kg, and these boxes carry {payloadKgMax} kg',
      ru: 'масса груза {grossMassKg} кг, а контейнеры вмещают {payloadKgMax} кг',
    },
  },
  oversize_box: {
    name: { zh: '超限货物箱型', en: 'Box for over-size cargo', ru: 'Контейнер для негабарита' },
    says: {
      zh: '{equipmentType} 不能装这样超出箱体的货物，请改用平板箱（开顶箱只能超高）',
      en: 'cargo cannot stand out of a {equipmentType} this way: take a flat rack (an open top only lets it stand higher)',
      ru: 'из {equipmentType} груз так выступать не может: нужна платформа (открытый верх допускает только превышение по высоте)',
    },
  },
  dangerous_unnamed: {
    name: { zh: '危险货物申报', en: 'Dangerous goods named', ru: 'Указание опасного груза' },
    says: {
      zh: '标为危险货物的箱没有对应的危险货物行，请填写联合国编号和类别',
      en: 'a box is marked as dangerous goods, and no cargo line names them: give the UN number and class',
      ru: 'контейнер отмечен как опасный груз, но ни одна строка груза его не называет: укажите номер ООН и класс',
    },
  },
  dangerous_unmarked: {
    name: { zh: '危险货物箱位', en: 'Boxes of dangerous goods', ru: 'Контейнеры с опасным грузом' },
    says: {
      zh: '货物为 {unNumber}，请把装运它的箱标为危险货物',
      en: 'these goods are {unNumber}: mark the boxes they go in as dangerous goods',
      ru: 'груз — {unNumber}: отметьте контейнеры с ним как опасный груз',
    },
  },
  dangerous_place: {
    name: {
      zh: '列车危险货物箱位',
      en: 'Places for dangerous goods',
      ru: 'Места для опасных грузов',
    },
    says: {
      zh: '该班次共 {places} 个危险货物箱位，需要 {boxes} 个',
      en: 'this train takes {places} boxes of dangerous goods in all, not {boxes}',
      ru: 'поезд принимает контейнеров с опасным грузом: {places}, а нужно {boxes}',
    },
  },
  temperature_box: {
    name: { zh: '温控箱型', en: 'Box with a temperature', ru: 'Контейнер с температурой' },
    says: {
      zh: '{equipmentType} 不能控温，请改用冷藏箱',
      en: 'a {equipmentType} keeps no temperature: take a refrigerated box',
      ru: '{equipmentType} не держит температуру: нужен рефрижератор',
    },
  },
  reefer_temperature: {
    name: { zh: '冷藏箱设定温度', en: 'Temperature of a reefer', ru: 'Температура рефрижератора' },
    says: {
      zh: '冷藏箱 {equipmentType} 未填写设定温度',
      en: 'no temperature is given for the refrigerated {equipmentType}',
      ru: 'для рефрижератора {equipmentType} не указана температура',
    },
  },
  reefer_plug: {
    name: { zh: '冷藏箱供电', en: 'Current for reefers', ru: 'Питание рефрижераторов' },
    says: {
      zh: '该班次共 {places} 个冷藏插座，需要 {boxes} 个',
      en: 'this train has {places} plugs for reefers in all, not {boxes}',
      ru: 'розеток для рефрижераторов в поезде: {places}, а нужно {boxes}',
    },
  },
  not_carried: {
    name: { zh: '不予承运的货物', en: 'Goods not carried', ru: 'Не принимаемые грузы' },
    says: {
      zh: 'HS {hsCode} 在限制承运清单内',
      en: 'HS {hsCode} stands on a list of goods that are restricted',
      ru: 'код {hsCode} — в списке грузов с ограничениями',
    },
  },
  railway_box: {
    name: { zh: '铁路箱禁装', en: 'Railway-owned boxes', ru: 'Железнодорожные контейнеры' },
    says: {
      zh: 'HS {hsCode} 不得装入铁路箱',
      en: 'HS {hsCode} may not go into a box of the railway',
      ru: 'код {hsCode} нельзя грузить в контейнер железной дороги',
    },
  },
  dangerous_not_carried: {
    name: {
      zh: '受限危险货物',
      en: 'Dangerous goods restricted',
      ru: 'Ограничения по опасным грузам',
    },
    says: {
      zh: '{unNumber}（第 {dangerousClass} 类）受限承运',
      en: '{unNumber} (class {dangerousClass}) is restricted',
      ru: '{unNumber} (класс {dangerousClass}) перевозится с ограничениями',
    },
  },
  papers_needed: {
    name: { zh: '危险货物单证', en: 'Papers for dangerous goods', ru: 'Документы на опасный груз' },
    says: { zh: '缺少：{papers}', en: 'missing: {papers}', ru: 'не хватает: {papers}' },
  },
  undeclared_dangerous: {
    name: { zh: '疑似未申报危险货物', en: 'Perhaps dangerous goods', ru: 'Возможно, опасный груз' },
    says: {
      zh: 'HS {hsCode} 通常属危险货物，但未填写联合国编号',
      en: 'HS {hsCode} is usually dangerous goods, and no UN number is given',
      ru: 'код {hsCode} обычно означает опасный груз, а номер ООН не указан',
    },
  },
  needs_reefer: {
    name: { zh: '温控货物', en: 'Goods that need cooling', ru: 'Скоропортящиеся грузы' },
    says: {
      zh: 'HS {hsCode} 一般须用冷藏箱，所订箱型不能控温',
      en: 'HS {hsCode} usually goes in a refrigerated box; these boxes are not',
      ru: 'код {hsCode} обычно перевозят в рефрижераторе; заказаны другие контейнеры',
    },
  },
  box_mass: {
    name: { zh: '单箱货重', en: 'Cargo in one box', ru: 'Груз в одном контейнере' },
    says: {
      zh: '每个 {equipmentType} 约装 {cargoKg} 千克，上限 {kgMax} 千克',
      en: 'each {equipmentType} carries some {cargoKg} kg; at most {kgMax} kg are taken',
      ru: 'в каждом {equipmentType} около {cargoKg} кг; принимают не более {kgMax} кг',
    },
  },
  lift_limit: {
    name: { zh: '场站起重能力', en: 'What a terminal lifts', ru: 'Грузоподъёмность терминала' },
    says: {
      zh: '每个 {equipmentType} 总重约 {grossKg} 千克，超过{place}起重能力 {kgMax} 千克',
      en: 'each {equipmentType} weighs some {grossKg} kg; {place} lifts {kgMax} kg',
      ru: 'каждый {equipmentType} весит около {grossKg} кг; {place} поднимает {kgMax} кг',
    },
  },
  axle_load: {
    name: { zh: '轴重', en: 'Axle load', ru: 'Нагрузка на ось' },
    says: {
      zh: '每轴约 {axleKg} 千克，线路上限 {kgMax} 千克',
      en: 'some {axleKg} kg on each axle; the line carries {kgMax} kg',
      ru: 'около {axleKg} кг на ось; на линии допускается {kgMax} кг',
    },
  },
  oversize_limit: {
    name: { zh: '超限', en: 'Over-size', ru: 'Негабарит' },
    says: {
      zh: '{axis}超出 {cm} 厘米，上限 {cmMax} 厘米',
      en: '{axis}: {cm} cm beyond the box; {cmMax} cm are taken',
      ru: '{axis}: выступ {cm} см; принимают до {cmMax} см',
    },
  },
}

export const effectTexts: Readonly<Record<Effect, Text>> = {
  refuse: { zh: '不予承运', en: 'Not taken', ru: 'Не принимается' },
  ask: { zh: '须班列公司同意', en: 'Needs the operator’s word', ru: 'Нужно согласие оператора' },
  warn: { zh: '提示', en: 'Note', ru: 'Обратите внимание' },
}

export const axisTexts: Readonly<Record<OversizeAxis, Text>> = {
  length: { zh: '长度', en: 'Length', ru: 'Длина' },
  width: { zh: '宽度', en: 'Width', ru: 'Ширина' },
  height: { zh: '高度', en: 'Height', ru: 'Высота' },
}

const PLACE: Text = { zh: '场站', en: 'the terminal', ru: 'терминал' }
const OF_CARGO: Text = { zh: '货物 {n}', en: 'cargo line {n}', ru: 'груз {n}' }
const OF_LINE: Text = { zh: '箱 {n}', en: 'boxes {n}', ru: 'контейнеры {n}' }

/** `Goods not carried (cargo line 1): HS 252329 stands on a list …`: what, of which line, why. */
export function findingText(finding: Finding): Text {
  return inEach((locale) => {
    const { name } = cargoRuleTexts[finding.rule]
    const of = subjectOf(finding)
    const subject = of === undefined ? '' : locale === 'zh' ? `（${of.zh}）` : ` (${of[locale]})`
    const colon = locale === 'zh' ? '：' : ': '
    return `${name[locale]}${subject}${colon}${findingDetail(finding)[locale]}`
  })
}

/** The same without the rule's name and the line. */
export function findingDetail({ rule, facts, restriction }: Finding): Text {
  return inEach((locale) => {
    const words = Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, wordOf(name, value, locale)]),
    )
    const said = say(cargoRuleTexts[rule].says, locale, words)
    if (restriction?.why == null) return said
    return `${said}${locale === 'zh' ? '；' : '; '}${restriction.why[locale]}`
  })
}

/** The line that a finding is about, as the form numbers it; undefined when it is about the booking. */
function subjectOf({ cargo, line }: Finding): Text | undefined {
  if (cargo === null && line === null) return undefined
  const text = cargo === null ? OF_LINE : OF_CARGO
  return inEach((locale) => say(text, locale, { n: (cargo ?? line ?? 0) + 1 }))
}

function wordOf(name: string, value: string | number, locale: Locale): string | number {
  if (name === 'place') return value === '' ? PLACE[locale] : getStation(String(value)).name[locale]
  if (name === 'axis') return axisTexts[value as OversizeAxis][locale]
  if (name !== 'papers') return value
  const kinds = String(value).split(' ') as DangerousPaperKind[]
  return joined(kinds.map((kind) => dangerousPaperTexts[kind]))[locale]
}

function inEach(write: (locale: Locale) => string): Text {
  return { zh: write('zh'), en: write('en'), ru: write('ru') }
}

export const cargoProblem = problems({
  'booking.cargo_refused': {
    kind: 'invalid',
    zh: '不符合承运规定：{finding}',
    en: 'The cargo rules refuse it: {finding}',
    ru: 'Правила перевозки не допускают: {finding}',
  },
  'booking.waiver_reason_needed': {
    kind: 'invalid',
    zh: '此订舱有须同意的事项，请说明同意的理由',
    en: 'The booking has points that need your word: say why you carry it all the same',
    ru: 'В бронировании есть пункты, требующие согласия: укажите, почему вы его принимаете',
  },
  'booking.cannot_wait': {
    kind: 'conflict',
    zh: '须班列公司同意的货物不能加入候补，请改订其他班次',
    en: 'What needs the operator’s word cannot wait on the list: take another train',
    ru: 'Груз, требующий согласия оператора, нельзя поставить в лист ожидания: выберите другой поезд',
  },
  'booking.restriction_absent': {
    kind: 'absent',
    zh: '没有这条限制',
    en: 'There is no such restriction',
    ru: 'Такого ограничения нет',
  },
  'booking.restriction_reversed': {
    kind: 'invalid',
    zh: '截止日期不能早于起始日期',
    en: 'A restriction does not end before it begins',
    ru: 'Ограничение не может закончиться раньше, чем началось',
  },
  'booking.restriction_incomplete': {
    kind: 'invalid',
    zh: '“{rule}”须填写：{fields}',
    en: '“{rule}” needs: {fields}',
    ru: 'Для правила «{rule}» нужно: {fields}',
  },
  'booking.restriction_overfull': {
    kind: 'invalid',
    zh: '“{rule}”不使用：{fields}，请清空',
    en: '“{rule}” does not read: {fields}; leave it empty',
    ru: 'Правило «{rule}» не использует: {fields}; оставьте пустым',
  },
  'booking.restriction_not_yours': {
    kind: 'forbidden',
    zh: '只有录入单位或平台运营方可以修改、撤销限制',
    en: 'A restriction is changed or withdrawn by whoever entered it, or by the platform',
    ru: 'Изменить или отозвать ограничение может тот, кто его внёс, или оператор платформы',
  },
  'booking.restriction_withdrawn': {
    kind: 'conflict',
    zh: '该限制已撤销，不能再修改',
    en: 'This restriction was withdrawn and changes no more',
    ru: 'Ограничение отозвано и больше не меняется',
  },
})

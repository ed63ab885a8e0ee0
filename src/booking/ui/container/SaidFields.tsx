/** What a step said beside time and place, public and restricted alike, as far as the reader was given it. */
import { z } from 'zod'
import { type StepRecord } from '#booking/contract.ts'
import { StepDocument } from '#kernel/document.ts'
import { documentKindTexts } from '#booking/words.ts'
import { formatMass } from '#web/formats.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'

const KEYS = [
  'containerNumber',
  'sealNumber',
  'wagonNumber',
  'oldWagonNumber',
  'newWagonNumber',
  'gaugeMm',
  'newTrainNumber',
  'sealFound',
  'oldSealNumber',
  'damage',
  'oldTrainNumber',
  'oldDepartsOn',
  'trainNumber',
  'departsOn',
  'tareKg',
  'grossMassKg',
  'stuffedPackages',
  'declarationNumber',
  'carrier',
  'conveyance',
  'voyage',
  'reason',
  'terminalId',
  'note',
] as const
type SaidKey = (typeof KEYS)[number]

const texts = defineTexts<SaidKey>({
  containerNumber: { zh: '箱号', en: 'Container', ru: 'Контейнер' },
  sealNumber: { zh: '封号', en: 'Seal', ru: 'Пломба' },
  wagonNumber: { zh: '车号', en: 'Wagon', ru: 'Вагон' },
  oldWagonNumber: { zh: '原车号', en: 'Old wagon', ru: 'Старый вагон' },
  newWagonNumber: { zh: '新车号', en: 'New wagon', ru: 'Новый вагон' },
  gaugeMm: { zh: '轨距（毫米）', en: 'Gauge, mm', ru: 'Колея, мм' },
  newTrainNumber: { zh: '接续车次', en: 'On by train', ru: 'Далее поезд' },
  sealFound: { zh: '现有封号', en: 'Seal found', ru: 'Пломба на дверях' },
  oldSealNumber: { zh: '原封号', en: 'Old seal', ru: 'Прежняя пломба' },
  damage: { zh: '破损', en: 'Damage', ru: 'Повреждения' },
  oldTrainNumber: { zh: '原班次', en: 'Old train', ru: 'Прежний поезд' },
  oldDepartsOn: { zh: '原发车日期', en: 'was to depart on', ru: 'отправление по плану' },
  trainNumber: { zh: '改配', en: 'now on train', ru: 'теперь поезд' },
  departsOn: { zh: '发车日期', en: 'departing on', ru: 'отправление' },
  tareKg: { zh: '箱重', en: 'Tare', ru: 'Тара' },
  grossMassKg: { zh: '毛重', en: 'Gross mass', ru: 'Масса брутто' },
  stuffedPackages: { zh: '装箱件数', en: 'Packages stuffed', ru: 'Загружено мест' },
  declarationNumber: { zh: '报关单号', en: 'Declaration', ru: 'Декларация' },
  carrier: { zh: '承运人', en: 'Carrier', ru: 'Перевозчик' },
  conveyance: { zh: '船名、航班号或车牌', en: 'By', ru: 'Транспортное средство' },
  voyage: { zh: '航次或运单号', en: 'Voyage or document', ru: 'Рейс или документ' },
  reason: { zh: '原因', en: 'Reason', ru: 'Причина' },
  terminalId: { zh: '定位终端', en: 'Tracker', ru: 'Трекер' },
  note: { zh: '说明', en: 'Note', ru: 'Примечание' },
})

/** These stand in every public part; they are news only where they were given. */
const NEWS_ONLY_OF: Partial<Record<SaidKey, StepRecord['event']>> = {
  containerNumber: 'assigned',
  trainNumber: 'rolled_over',
}

export function SaidFields({ record }: { record: StepRecord }) {
  const t = useTexts(texts)
  const { tag, say } = useLocale()
  const said: Readonly<Record<string, unknown>> = { ...record.public, ...record.restricted }
  const shown = KEYS.flatMap((key) => {
    const value = said[key]
    const known = typeof value === 'string' || typeof value === 'number'
    if (!known || (NEWS_ONLY_OF[key] ?? record.event) !== record.event) return []
    const text = key.endsWith('Kg') ? formatMass(Number(value), tag) : String(value)
    return [`${t(key)} ${text}`]
  })
  const papers = z.array(StepDocument).safeParse(said['documents'])
  for (const { kind, name } of papers.data ?? [])
    shown.push(`${say(documentKindTexts[kind])} ${name}`)
  if (shown.length === 0) return null
  return <div className="said">{shown.join(' · ')}</div>
}

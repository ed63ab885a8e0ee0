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
  'tareKg',
  'grossMassKg',
  'stuffedPackages',
  'declarationNumber',
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
  tareKg: { zh: '箱重', en: 'Tare', ru: 'Тара' },
  grossMassKg: { zh: '毛重', en: 'Gross mass', ru: 'Масса брутто' },
  stuffedPackages: { zh: '装箱件数', en: 'Packages stuffed', ru: 'Загружено мест' },
  declarationNumber: { zh: '报关单号', en: 'Declaration', ru: 'Декларация' },
  reason: { zh: '原因', en: 'Reason', ru: 'Причина' },
  terminalId: { zh: '定位终端', en: 'Tracker', ru: 'Трекер' },
  note: { zh: '说明', en: 'Note', ru: 'Примечание' },
})

/** The box's number stands in every public part; it is news only where it was given. */
const FROM_ASSIGNMENT_ONLY: ReadonlySet<SaidKey> = new Set(['containerNumber'])

export function SaidFields({ record }: { record: StepRecord }) {
  const t = useTexts(texts)
  const { tag, say } = useLocale()
  const said: Readonly<Record<string, unknown>> = { ...record.public, ...record.restricted }
  const shown = KEYS.flatMap((key) => {
    const value = said[key]
    const known = typeof value === 'string' || typeof value === 'number'
    if (!known || (FROM_ASSIGNMENT_ONLY.has(key) && record.event !== 'assigned')) return []
    const text = key.endsWith('Kg') ? formatMass(Number(value), tag) : String(value)
    return [`${t(key)} ${text}`]
  })
  const papers = z.array(StepDocument).safeParse(said['documents'])
  for (const { kind, name } of papers.data ?? [])
    shown.push(`${say(documentKindTexts[kind])} ${name}`)
  if (shown.length === 0) return null
  return <div className="said">{shown.join(' · ')}</div>
}

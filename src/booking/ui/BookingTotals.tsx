/** While the form is filled in: the slots asked for against those free, the cargo against what the boxes carry. */
import { Form } from 'antd'
import { teuOf } from '#booking/booking.ts'
import { BookingLine } from '#booking/contract.ts'
import { payloadKgMax } from '#kernel/equipment-type.ts'
import type { Departure } from '#train/contract.ts'
import { formatMass, formatNumber } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import type { BookingDraft } from './BookingForm.tsx'
import { formTexts } from './form-texts.ts'

interface BookingTotalsProps {
  readonly departure: Departure
  /** Its slots are in a basket already. */
  readonly isHeld: boolean
}

export function BookingTotals({ departure, isHeld }: BookingTotalsProps) {
  const t = useTexts(formTexts)
  const { tag } = useLocale()
  const form = Form.useFormInstance<BookingDraft>()
  const typed = Form.useWatch((draft: Partial<BookingDraft>) => draft, form)
  // A row being typed may be half there; only whole rows count.
  const lines = (typed?.lines ?? []).flatMap((row) => BookingLine.safeParse(row).data ?? [])
  const askedTeu = teuOf(lines)
  const massKg = (typed?.cargo ?? []).reduce((sum, row) => sum + (Number(row?.grossMassKg) || 0), 0)
  const carryKgMax = lines.reduce(
    (sum, row) => sum + row.count * payloadKgMax(row.equipmentType),
    0,
  )
  return (
    <div className="totals" aria-live="polite">
      <strong>
        {t('total', {
          asked: formatNumber(askedTeu, tag),
          free: formatNumber(departure.freeTeu, tag),
        })}
      </strong>
      {massKg > 0 && <span> · {t('massTotal', { mass: formatMass(massKg, tag) })}</span>}
      {!isHeld && askedTeu > departure.freeTeu && (
        <div className="warning">{t(typed?.ifFull ? 'overWaits' : 'over')}</div>
      )}
      {massKg > carryKgMax && carryKgMax > 0 && (
        <div className="warning">{t('payload', { max: formatMass(carryKgMax, tag) })}</div>
      )}
    </div>
  )
}

/** While the form is filled in: the slots asked for against those free, and what the cargo rules say of it, before it is sent. */
import { Form } from 'antd'
import { teuOf } from '#booking/booking.ts'
import { needsOperator } from '#booking/cargo/cargo-rule.ts'
import { findingText } from '#booking/cargo/cargo-rule-words.ts'
import { BookingLine } from '#booking/contract.ts'
import type { Finding } from '#booking/finding-contract.ts'
import type { Departure } from '#train/contract.ts'
import { formatMass, formatNumber } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import type { BookingDraft } from '../form/BookingForm.tsx'
import { formTexts } from '../form/form-texts.ts'

interface BookingTotalsProps {
  readonly departure: Departure
  /** Its slots are in a basket already. */
  readonly isHeld: boolean
  /** What the booking that is amended has of this train: it is given back first. */
  readonly ownTeu: number
  readonly findings: readonly Finding[]
}

export function BookingTotals({ departure, isHeld, ownTeu, findings }: BookingTotalsProps) {
  const t = useTexts(formTexts)
  const { tag } = useLocale()
  const form = Form.useFormInstance<BookingDraft>()
  const typed = Form.useWatch((draft: Partial<BookingDraft>) => draft, form)
  // A row being typed may be half there; only whole rows count.
  const lines = (typed?.lines ?? []).flatMap((row) => BookingLine.safeParse(row).data ?? [])
  const askedTeu = teuOf(lines)
  const freeTeu = departure.freeTeu + ownTeu
  const massKg = (typed?.cargo ?? []).reduce((sum, row) => sum + (Number(row?.grossMassKg) || 0), 0)
  return (
    <div className="totals" aria-live="polite">
      <strong>
        {t('total', {
          asked: formatNumber(askedTeu, tag),
          free: formatNumber(freeTeu, tag),
        })}
      </strong>
      {massKg > 0 && <span> · {t('massTotal', { mass: formatMass(massKg, tag) })}</span>}
      {!isHeld && askedTeu > freeTeu && (
        <div className="warning">{t(typed?.ifFull ? 'overWaits' : 'over')}</div>
      )}
      <Verdict findings={findings} lines={lines} />
    </div>
  )
}

/** The first refusal in its own words; the others stand in the list above. */
function Verdict({
  findings,
  lines,
}: {
  readonly findings: readonly Finding[]
  readonly lines: readonly BookingLine[]
}) {
  const t = useTexts(formTexts)
  const { say } = useLocale()
  const refused = findings.filter(({ effect }) => effect === 'refuse')
  if (refused.length === 1) return <div className="warning">{say(findingText(refused[0]!))}</div>
  if (refused.length > 1)
    return <div className="warning">{t('refusedCount', { count: refused.length })}</div>
  if (needsOperator(lines, findings)) return <div className="soft">{t('asksOperator')}</div>
  return null
}

/** What a sheet would book, what the cargo rules say of its cells, and what became of each booking. */
import { Link } from 'react-router'
import type { BulkOutcome, BulkRead } from '#booking/bulk-contract.ts'
import { effectTexts } from '#booking/cargo/cargo-rule-words.ts'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { LocalTime, Mass, Money } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { EFFECT_TONES } from '../form/FindingList.tsx'
import { BookingTag } from '../Tags.tsx'
import { wordTexts } from '../texts.ts'

const texts = defineTexts({
  bookings: { zh: '将订舱', en: 'Bookings in the sheet', ru: 'Бронирования в таблице' },
  rows: { zh: '行', en: 'Rows', ru: 'Строки' },
  boxes: { zh: '箱', en: 'Boxes', ru: 'Контейнеры' },
  mass: { zh: '毛重', en: 'Gross mass', ru: 'Масса брутто' },
  price: { zh: '价格', en: 'Price', ru: 'Цена' },
  elsewhere: { zh: '另行约定', en: 'agreed elsewhere', ru: 'по договорённости' },
  asks: { zh: '待班列公司确认', en: 'The operator decides', ru: 'Решает оператор' },
  already: {
    zh: '已订：{number}',
    en: 'Booked already: {number}',
    ru: 'Уже забронировано: {number}',
  },
  notes: { zh: '提示', en: 'Notes', ru: 'Замечания' },
  outcomes: { zh: '订舱结果', en: 'What became of them', ru: 'Результат' },
  outcome: { zh: '结果', en: 'Outcome', ru: 'Результат' },
  refused: { zh: '未订', en: 'Refused', ru: 'Отклонено' },
  not_booked: {
    zh: '未订（因其他行被拒）',
    en: 'Not booked, because of another',
    ru: 'Не забронировано из-за другого',
  },
  again: { zh: '此前已订', en: 'Booked before', ru: 'Забронировано раньше' },
})

/** `2–5, 9`: rows as people say them. */
function rangesOf(rows: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const row of rows.toSorted((one, other) => one - other)) {
    const last = ranges.at(-1)
    if (last && row === last[1] + 1) last[1] = row
    else ranges.push([row, row])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}

export function BulkBookings({ bookings }: Pick<BulkRead, 'bookings'>) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  return (
    <section className="panel">
      <h2>{t('bookings')}</h2>
      <ScrollBox label={t('bookings')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{words('reference')}</th>
              <th scope="col">{t('rows')}</th>
              <th scope="col">{words('train')}</th>
              <th scope="col">{words('consignee')}</th>
              <th scope="col">{t('boxes')}</th>
              <th scope="col">{t('mass')}</th>
              <th scope="col">{t('price')}</th>
            </tr>
          </thead>
          <tbody>
            {bookings.map((one) => (
              <tr key={one.reference}>
                <th scope="row">{one.reference}</th>
                <td className="number">{rangesOf(one.rows)}</td>
                <td>
                  <span className="stack">
                    {one.journey.trainNumber}
                    <LocalTime at={one.journey.departsAt} station={one.journey.origin} />
                  </span>
                </td>
                <td>{one.consignee}</td>
                <td>
                  {one.lines.map((line) => `${line.count} × ${line.equipmentType}`).join(', ')}
                </td>
                <td>
                  <Mass kg={one.grossMassKg} />
                </td>
                <td>
                  <span className="stack">
                    {one.price ? (
                      <Money minor={one.price.amountMinor} currency={one.price.currency} />
                    ) : (
                      <span className="soft">{t('elsewhere')}</span>
                    )}
                    {one.asksOperator && <Pill tone="wait">{t('asks')}</Pill>}
                    {one.already && (
                      <Link to={paths.booking(one.already.id)}>
                        {t('already', { number: one.already.number })}
                      </Link>
                    )}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  )
}

export function BulkNotes({ notes }: Pick<BulkRead, 'notes'>) {
  const t = useTexts(texts)
  const { say } = useLocale()
  if (notes.length === 0) return null
  return (
    <section className="panel" aria-label={t('notes')}>
      <h2>{t('notes')}</h2>
      <ul className="plain-list">
        {notes.map(({ cell, code, detail, effect }) => (
          <li key={cell + code + detail} className="finding">
            <Pill tone={EFFECT_TONES[effect]}>{say(effectTexts[effect])}</Pill>
            <span>
              <strong>{cell}</strong> {detail}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const OUTCOME_TONES: Readonly<Record<BulkOutcome['outcome'], PillTone>> = {
  booked: 'good',
  already: 'info',
  refused: 'bad',
  not_booked: 'plain',
}

export function BulkOutcomes({ items }: { items: readonly BulkOutcome[] }) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  return (
    <section className="panel">
      <h2>{t('outcomes')}</h2>
      <ScrollBox label={t('outcomes')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{words('reference')}</th>
              <th scope="col">{t('rows')}</th>
              <th scope="col">{t('outcome')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ reference, rows, outcome, booking, fault }) => (
              <tr key={reference}>
                <th scope="row">{reference}</th>
                <td className="number">{rangesOf(rows)}</td>
                <td>
                  <span className="stack tags">
                    {booking && (
                      <span className="row">
                        <Link className="strong-link number" to={paths.booking(booking.id)}>
                          {booking.number}
                        </Link>
                        <BookingTag state={booking.state} />
                        {outcome === 'already' && (
                          <Pill tone={OUTCOME_TONES.already}>{t('again')}</Pill>
                        )}
                      </span>
                    )}
                    {!booking && outcome !== 'booked' && outcome !== 'already' && (
                      <Pill tone={OUTCOME_TONES[outcome]}>{t(outcome)}</Pill>
                    )}
                    {fault && (
                      <span>
                        <strong>{fault.cell}</strong> {fault.detail}
                      </span>
                    )}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  )
}

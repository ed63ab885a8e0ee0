/** What a booking costs and why, entry by entry, for its shipper and the operator. */
import { priceApi } from '#price/contract.ts'
import { entryTexts } from '#price/words.ts'
import { formatMoment } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { Money } from '#web/kit/Values.tsx'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { ChargeLines } from './ChargeLines.tsx'
import { priceTexts } from './texts.ts'

export function ChargesPanel({ bookingId }: { bookingId: string }) {
  const t = useTexts(priceTexts)
  const { say } = useLocale()
  const { data } = useAsk(priceApi.getCharges, { params: { bookingId } })
  if (data === undefined) return null
  return (
    <section className="panel" aria-label={t('charges')}>
      <h2>
        {t('charges')} · <Money minor={data.totalMinor} currency={data.currency} />
      </h2>
      {data.entries.map((entry) => (
        <details key={entry.sequence} open={entry.sequence === data.entries.length}>
          <summary>
            {say(entryTexts[entry.reason])} · {formatMoment(entry.at, 'Asia/Shanghai')}
          </summary>
          <ChargeLines
            lines={entry.lines}
            currency={data.currency}
            totalMinor={entry.amountMinor}
            label={say(entryTexts[entry.reason])}
          />
        </details>
      ))}
      <p>
        <a href={paths.chargesFile(bookingId, 'xlsx')}>{t('excel')}</a> ·{' '}
        <a href={paths.chargesFile(bookingId, 'csv')}>{t('csv')}</a>
      </p>
    </section>
  )
}

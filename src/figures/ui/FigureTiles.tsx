/** The figures of the whole period, each in one number with what it is made of. */
import type { ReactNode } from 'react'
import type { FigureSet } from '#figures/contract.ts'
import { cancelledCount, cancelRateOf, fillOf } from '#figures/figures.ts'
import { figureTexts } from '#figures/words.ts'
import { formatMoney } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { usePercent, useWhole } from './number-words.ts'
import { screenTexts } from './screen-texts.ts'

export function FigureTiles({ total, isShipper }: { total: FigureSet; isShipper: boolean }) {
  const t = useTexts(screenTexts)
  const whole = useWhole()
  const percent = usePercent()
  const { soldTeu, capacityTeu, trains, bookings, lead, cancelled } = total
  const gone = cancelledCount(cancelled)
  return (
    <div className="figure-tiles">
      {isShipper ? (
        <Tile label={t('booked')} value={t('teu', { teu: whole(soldTeu) })}>
          {t('onTrains', {
            bookings: whole(bookings),
            trains: whole(trains),
            tonnes: whole(total.soldKg / 1_000),
          })}
        </Tile>
      ) : (
        <Tile label={t('fill')} value={percent(fillOf(total))}>
          {t('teuOf', {
            sold: whole(soldTeu),
            capacity: whole(capacityTeu ?? 0),
            trains: whole(trains),
          })}
          {total.trainsCancelled > 0 && (
            <div>{t('trainsCancelled', { count: total.trainsCancelled })}</div>
          )}
        </Tile>
      )}
      <MoneyTile total={total} isShipper={isShipper} />
      <Tile
        label={t('lead')}
        value={lead.medianDays === null ? t('nothingYet') : t('days', { count: lead.medianDays })}
      >
        {lead.lateDays !== null && t('latestTenth', { count: lead.lateDays })}
      </Tile>
      <Tile label={t('cancelled')} value={percent(cancelRateOf(total))}>
        {t('cancelledOf', {
          gone: whole(gone),
          late: whole(cancelled.late),
          teu: whole(cancelled.teu),
        })}
      </Tile>
    </div>
  )
}

function MoneyTile({ total, isShipper }: { total: FigureSet; isShipper: boolean }) {
  const t = useTexts(screenTexts)
  const { say, tag } = useLocale()
  const { revenue, unpriced } = total
  return (
    <Tile
      label={say(isShipper ? figureTexts.charged : figureTexts.revenue)}
      value={
        revenue.length === 0
          ? t('nothingYet')
          : revenue.map(({ currency, amountMinor }) => (
              <div key={currency}>{formatMoney(amountMinor, currency, tag)}</div>
            ))
      }
    >
      {revenue
        .filter(({ feesMinor }) => feesMinor !== 0)
        .map(({ currency, feesMinor }) => (
          <div key={currency}>
            {t('feesWithin', { fees: formatMoney(feesMinor, currency, tag) })}
          </div>
        ))}
      {unpriced > 0 && t('unpriced', { count: unpriced })}
    </Tile>
  )
}

interface TileProps {
  readonly label: string
  readonly value: ReactNode
  readonly children?: ReactNode
}

function Tile({ label, value, children }: TileProps) {
  return (
    <section className="panel figure-tile" aria-label={label}>
      <h2>{label}</h2>
      <div className="figure-value number">{value}</div>
      <div className="soft">{children}</div>
    </section>
  )
}

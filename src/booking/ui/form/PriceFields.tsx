/** The price on the booking form, with what may be had besides. */
import { Button, Checkbox } from 'antd'
import { Estimate } from '#price/ui/Estimate.tsx'
import { priceTexts } from '#price/ui/texts.ts'
import { chargeTexts } from '#price/words.ts'
import type { Departure } from '#train/contract.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import type { FixedPrice } from './use-fixed-price.ts'
import type { Pricing } from './use-price.ts'

interface PriceFieldsProps {
  readonly pricing: Pricing
  readonly departure: Departure
}

export function PriceFields({ pricing, departure }: PriceFieldsProps) {
  const t = useTexts(priceTexts)
  const { say } = useLocale()
  const { offered, chosen, choose, estimated, fixed } = pricing
  return (
    <>
      {offered.length > 0 && (
        <section className="panel" aria-label={t('extras')}>
          <h2>{t('extras')}</h2>
          <Checkbox.Group
            value={[...chosen]}
            onChange={choose}
            options={offered.map(({ kind, quantity }) => ({
              value: kind,
              label: `${say(chargeTexts[kind])} × ${quantity}`,
            }))}
          />
        </section>
      )}
      <Estimate estimated={estimated}>
        {estimated !== undefined && <Fixing fixed={fixed} departure={departure} />}
      </Estimate>
    </>
  )
}

/** Without it the price is the one of the moment the booking is sent. */
function Fixing({ fixed, departure }: { fixed: FixedPrice; departure: Departure }) {
  const t = useTexts(priceTexts)
  const { quote, outgrown, fix, fixing, problem } = fixed
  if (quote !== undefined)
    return (
      <p>
        <Pill tone="good">{t('fixed')}</Pill> {t('fixedUntil')}{' '}
        <LocalTime at={quote.expiresAt} station={departure.service.origin} />
      </p>
    )
  return (
    <div className="stack">
      {outgrown && <p>{t('outgrown')}</p>}
      <span className="row">
        <Button loading={fixing} onClick={fix}>
          {t('fix')}
        </Button>
        <span className="soft">{t('fixNote')}</span>
      </span>
      <ProblemAlert problem={problem} />
    </div>
  )
}

/** The price on the booking form, with what may be had besides. */
import { Checkbox } from 'antd'
import { Estimate } from '#price/ui/Estimate.tsx'
import { priceTexts } from '#price/ui/texts.ts'
import { chargeTexts } from '#price/words.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import type { Pricing } from './use-price.ts'

export function PriceFields({ pricing }: { pricing: Pricing }) {
  const t = useTexts(priceTexts)
  const { say } = useLocale()
  const { offered, chosen, choose, estimated } = pricing
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
      <Estimate estimated={estimated} />
    </>
  )
}

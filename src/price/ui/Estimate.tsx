/** The price before commitment: by the same rule and the same sheets as the server, while the form is being filled in. */
import type { ExtraAsked, QuotedBoxes, RateSheet } from '#price/contract.ts'
import { decidePrice, type Priced } from '#price/price.ts'
import type { Departure } from '#train/contract.ts'
import { useTexts } from '#web/i18n.ts'
import { ChargeLines } from './ChargeLines.tsx'
import { priceTexts } from './texts.ts'

export interface Estimated {
  readonly sheet: RateSheet
  readonly priced: Priced
}

/** The first sheet that prices everything, as the server takes it. */
export function estimate(
  sheets: readonly RateSheet[],
  { service }: Departure,
  boxes: readonly QuotedBoxes[],
  extras: readonly ExtraAsked[],
): Estimated | undefined {
  if (boxes.length === 0) return undefined
  const { origin, destination } = service
  for (const sheet of sheets) {
    const priced = decidePrice(sheet, { origin, destination, boxes, extras })
    if ('lines' in priced) return { sheet, priced }
  }
  return undefined
}

export function Estimate({ estimated }: { estimated: Estimated | undefined }) {
  const t = useTexts(priceTexts)
  return (
    <section className="panel" aria-label={t('estimate')} aria-live="polite">
      <h2>{t('estimate')}</h2>
      {estimated === undefined ? (
        <p className="soft">{t('noEstimate')}</p>
      ) : (
        <>
          <ChargeLines
            lines={estimated.priced.lines}
            currency={estimated.sheet.currency}
            totalMinor={estimated.priced.totalMinor}
            label={t('estimate')}
          />
          <p className="soft">
            {t('estimateNote', {
              title: estimated.sheet.title,
              version: estimated.sheet.version,
            })}
          </p>
        </>
      )}
    </section>
  )
}

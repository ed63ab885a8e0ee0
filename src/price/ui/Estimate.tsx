/** The price before commitment: by the same rule and the same sheets as the server, while the form is being filled in. */
import type { ReactNode } from 'react'
import type {
  ChargeLine,
  Extra,
  ExtraAsked,
  Quote,
  QuotedBoxes,
  RateSheet,
} from '#price/contract.ts'
import { decidePrice } from '#price/price.ts'
import type { Departure } from '#train/contract.ts'
import { useTexts } from '#web/i18n.ts'
import { ChargeLines } from './ChargeLines.tsx'
import { priceTexts } from './texts.ts'

/** A price with its lines and the sheet that it is by. */
export interface Estimated {
  readonly title: string
  readonly version: number
  readonly currency: string
  readonly lines: readonly ChargeLine[]
  readonly totalMinor: number
}

/** By the first sheet that prices everything, as the server takes it. */
export function estimate(
  sheets: readonly RateSheet[],
  { service }: Departure,
  boxes: readonly QuotedBoxes[],
  extras: readonly ExtraAsked[],
): (Estimated & { readonly offers: readonly Extra[] }) | undefined {
  if (boxes.length === 0) return undefined
  const { origin, destination } = service
  for (const { title, version, currency, ...sheet } of sheets) {
    const priced = decidePrice(sheet, { origin, destination, boxes, extras })
    if ('lines' in priced) return { title, version, currency, offers: sheet.extras, ...priced }
  }
  return undefined
}

export function estimateOf({ sheetTitle, sheetVersion, ...quote }: Quote): Estimated {
  return { ...quote, title: sheetTitle, version: sheetVersion }
}

interface EstimateProps {
  readonly estimated: Estimated | undefined
  /** How long it holds, and what can be done about it. */
  readonly children: ReactNode
}

export function Estimate({ estimated, children }: EstimateProps) {
  const t = useTexts(priceTexts)
  return (
    <section className="panel" aria-label={t('estimate')} aria-live="polite">
      <h2>{t('estimate')}</h2>
      {estimated === undefined ? (
        <p className="soft">{t('noEstimate')}</p>
      ) : (
        <>
          <ChargeLines
            lines={estimated.lines}
            currency={estimated.currency}
            totalMinor={estimated.totalMinor}
            label={t('estimate')}
          />
          <p className="soft">
            {t('estimateNote', { title: estimated.title, version: estimated.version })}
          </p>
        </>
      )}
      {children}
    </section>
  )
}

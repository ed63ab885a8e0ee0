/** What a booking is charged in DCSA's words: the lines of its statement as it stands, which together are its total. Pure. */
import { say, type Locale } from '#kernel/locale.ts'
import { currencyMinorDigits } from '#kernel/money.ts'
import { basisTexts, chargeTexts, type Charged } from '#price'
import type { DcsaCharge } from '#exchange/dcsa-booking-contract.ts'
import { dcsaChargeTexts } from '#exchange/dcsa-words.ts'

export function chargesOf({ currency, lines }: Charged, locale: Locale): DcsaCharge[] {
  const major = (minor: number) => minor / 10 ** currencyMinorDigits(currency)
  return lines.map((line): DcsaCharge => {
    const { kind, equipmentType, owner, basis, unitMinor, basisPoints, amountMinor } = line
    const named = [
      say(chargeTexts[kind], locale),
      equipmentType,
      owner === 'shipper' ? 'SOC' : null,
    ]
    const currencyAmount = major(amountMinor)
    const each = {
      chargeName: named.filter((part) => part !== null).join(' '),
      currencyAmount,
      currencyCode: currency,
      // Who books pays: nothing is collected at the other end.
      paymentTermCode: 'PRE' as const,
    }
    // A share of other lines has no price of its own for a unit.
    if (unitMinor === null)
      return {
        ...each,
        calculationBasis: say(dcsaChargeTexts.share, locale, { percent: (basisPoints ?? 0) / 100 }),
        unitPrice: currencyAmount,
        quantity: 1,
      }
    const unit = say(basisTexts[basis], locale)
    return {
      ...each,
      calculationBasis: say(dcsaChargeTexts.each, locale, { unit }),
      unitPrice: major(unitMinor),
      quantity: line.quantity,
    }
  })
}

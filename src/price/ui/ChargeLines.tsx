/** The lines of a quote or an entry, with what each is counted by, and their total: a table that reads on a phone too. */
import { boxOwnerTexts } from '#kernel/box-owner.ts'
import type { ChargeLine } from '#price/contract.ts'
import { basisTexts, chargeTexts } from '#price/words.ts'
import { formatMoney, formatNumber } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { Money } from '#web/kit/Values.tsx'
import { priceTexts } from './texts.ts'

interface ChargeLinesProps {
  readonly lines: readonly ChargeLine[]
  readonly currency: string
  readonly totalMinor: number
  readonly label: string
}

export function ChargeLines({ lines, currency, totalMinor, label }: ChargeLinesProps) {
  const t = useTexts(priceTexts)
  return (
    <table className="charge-lines" aria-label={label}>
      <tbody>
        {lines.map((line, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- lines have no name of their own and are never reordered
          <tr key={index}>
            <th scope="row">
              <LineWords line={line} currency={currency} />
            </th>
            <td>
              <Money minor={line.amountMinor} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('total')}</th>
          <td>
            <strong>
              <Money minor={totalMinor} currency={currency} />
            </strong>
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

function LineWords({ line, currency }: { line: ChargeLine; currency: string }) {
  const { say, tag } = useLocale()
  const { kind, equipmentType, owner, quantity, basis, unitMinor, basisPoints } = line
  const counted =
    unitMinor === null
      ? `${formatNumber((basisPoints ?? 0) / 100, tag)} %`
      : `${formatNumber(basis === 'wm' ? quantity / 1_000 : quantity, tag)} × ${formatMoney(unitMinor, currency, tag)} / ${say(basisTexts[basis])}`
  return (
    <>
      {say(chargeTexts[kind])}
      {equipmentType && ` · ${equipmentType}`}
      {owner && ` · ${say(boxOwnerTexts[owner])}`}
      <span className="soft"> {counted}</span>
    </>
  )
}

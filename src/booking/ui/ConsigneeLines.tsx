/** The consignee's particulars, those of them that the reader may see. */
import type { BookingView } from '#booking/contract.ts'
import { COUNTRIES } from '#kernel/country.ts'
import type { Text } from '#kernel/locale.ts'
import { useLocale } from '#web/i18n.ts'

const NAMES: Readonly<Record<string, Text | undefined>> = COUNTRIES

export function ConsigneeLines({
  consignee,
}: {
  consignee: NonNullable<BookingView['consignee']>
}) {
  const { say } = useLocale()
  const country = NAMES[consignee.country ?? '']
  return (
    <div className="stack">
      <span>{consignee.name}</span>
      <span className="soft">
        {[country && say(country), consignee.address].filter(Boolean).join(', ')}
      </span>
      <span className="soft">{[consignee.phone, consignee.email].filter(Boolean).join(' · ')}</span>
    </div>
  )
}

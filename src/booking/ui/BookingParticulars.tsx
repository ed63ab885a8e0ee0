/** A booking's train, terms and parties. */
import { Link } from 'react-router'
import type { BookingView } from '#booking/contract.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { ConsigneeLines } from './ConsigneeLines.tsx'
import { lclTexts } from './lcl/lcl-texts.ts'
import { Lot } from './lcl/LclWords.tsx'
import { wordTexts } from './texts.ts'

export function BookingParticulars({ booking }: { booking: BookingView }) {
  const words = useTexts(wordTexts)
  const lcl = useTexts(lclTexts)
  const { say } = useLocale()
  const { journey, consignee } = booking
  return (
    <KeyValue
      items={[
        {
          label: words('train'),
          value: (
            <Link to={paths.departure(journey.departureId)}>
              {words('trainNumber', { number: journey.trainNumber })}
            </Link>
          ),
        },
        {
          label: words('route'),
          value: (
            <>
              <StationName code={journey.origin} /> → <StationName code={journey.destination} />
            </>
          ),
        },
        {
          label: words('departs'),
          value: <LocalTime at={journey.departsAt} station={journey.origin} />,
        },
        {
          label: booking.lot === null ? words('equipment') : lcl('space'),
          value:
            booking.lot !== null ? (
              <Lot lot={booking.lot} words="lot" />
            ) : (
              `${booking.lines.map((line) => `${line.count} × ${line.equipmentType}`).join(', ')} · ${words('teu', { teu: booking.teu })}`
            ),
        },
        { label: words('reference'), value: booking.reference },
        { label: words('exporter'), value: booking.exporter && say(booking.exporter.names) },
        { label: words('incoterm'), value: booking.incoterm },
        { label: words('consignee'), value: consignee && <ConsigneeLines consignee={consignee} /> },
        { label: words('remarks'), value: booking.remarks, wide: true },
        {
          label: words('parties'),
          wide: true,
          value: booking.parties
            .map((party) => `${say(organisationKindTexts[party.kind])}: ${say(party.names)}`)
            .join(' · '),
        },
      ]}
    />
  )
}

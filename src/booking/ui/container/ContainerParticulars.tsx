/** What is known of a container, its booking and its parties, as far as the reader may see it. */
import { Link } from 'react-router'
import type { ContainerView } from '#booking/contract.ts'
import { equipmentFacts } from '#kernel/equipment-type.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { ConsigneeLines } from '../ConsigneeLines.tsx'
import { wordTexts } from '../texts.ts'

export function ContainerParticulars({ container }: { container: ContainerView }) {
  const t = useTexts(wordTexts)
  const { say } = useLocale()
  const { journey, consignee } = container
  return (
    <section className="panel" aria-label={t('particulars')}>
      <h2>{t('particulars')}</h2>
      <KeyValue
        items={[
          {
            label: t('booking'),
            value: <Link to={paths.booking(container.bookingId)}>{container.bookingNumber}</Link>,
          },
          {
            label: t('equipment'),
            value: `${container.equipmentType} · ${say(equipmentFacts(container.equipmentType).name)}`,
          },
          { label: t('seal'), value: container.sealNumber },
          { label: t('wagon'), value: container.wagonNumber },
          { label: t('place'), value: <StationName code={container.place} /> },
          {
            label: t('departs'),
            value: <LocalTime at={journey.departsAt} station={journey.origin} />,
          },
          { label: t('incoterm'), value: container.incoterm },
          { label: t('consignee'), value: consignee && <ConsigneeLines consignee={consignee} /> },
          { label: t('remarks'), value: container.remarks, wide: true },
          {
            label: t('parties'),
            wide: true,
            value: (
              <ul className="plain-list">
                {container.parties.map((party) => (
                  <li key={party.id}>
                    <span className="soft">{say(organisationKindTexts[party.kind])}</span>{' '}
                    {say(party.names)}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </section>
  )
}

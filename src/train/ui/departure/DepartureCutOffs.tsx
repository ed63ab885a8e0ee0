/** What closes when before a train, and how many slots are free on it. */
import type { Departure } from '#train/contract.ts'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { CutOff } from './CutOff.tsx'
import { SlotBar } from './SlotBar.tsx'
import { trainTexts } from '../texts.ts'

export function DepartureCutOffs({ departure }: { departure: Departure }) {
  const t = useTexts(trainTexts)
  const { origin } = departure.service
  const at = (label: string, moment: string) => ({
    label,
    // A countdown is of use only while the train can still be missed.
    value:
      departure.state === 'scheduled' ? (
        <CutOff at={moment} station={origin} />
      ) : (
        <LocalTime at={moment} station={origin} />
      ),
  })
  return (
    <section className="panel" aria-label={t('cutoffs')}>
      <h2>{t('cutoffs')}</h2>
      <KeyValue
        items={[
          at(t('bookingCutoff'), departure.bookingCutoffAt),
          at(t('documentsCutoff'), departure.documentsCutoffAt),
          at(t('gateInCutoff'), departure.gateInCutoffAt),
          at(t('releaseCutoff'), departure.releaseCutoffAt),
          at(t('loading'), departure.loadingStartsAt),
          at(t('departs'), departure.departedAt ?? departure.departsAt),
          { label: t('slots'), value: <SlotBar departure={departure} /> },
        ]}
      />
    </section>
  )
}

/** Warns of the embargoes that touch a train or a container: which, since when, by which telegram, and where they meet it. */
import { Alert } from 'antd'
import { Link } from 'react-router'
import { getStation } from '#kernel/station.ts'
import type { Departure } from '#train/contract.ts'
import { embargoApi, type EmbargoTouch } from '#train/embargo-contract.ts'
import { LocalTime } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { embargoDirectionTexts, embargoKindTexts, embargoTexts } from './embargo-texts.ts'
import { EmbargoPeriod } from './EmbargoPeriod.tsx'

export function DepartureEmbargoes({ departure: { id } }: { departure: Departure }) {
  const { data } = useAsk(embargoApi.ofDeparture, { params: { departureId: id } })
  return <EmbargoNotice touches={data?.items ?? []} />
}

export function EmbargoNotice({ touches }: { touches: readonly EmbargoTouch[] }) {
  return touches.map((touch) => <TouchNotice key={touch.embargo.id} touch={touch} />)
}

function TouchNotice({ touch }: { touch: EmbargoTouch }) {
  const t = useTexts(embargoTexts)
  const { say } = useLocale()
  const { embargo, place, at } = touch
  const name = say(getStation(place).name)
  const meets =
    embargo.kind === 'loading'
      ? t('loadingMeets')
      : t(touch.isExpected ? 'expectedMeets' : 'plannedMeets', { place: name })
  const title = [
    say(embargoKindTexts[embargo.kind]),
    embargo.places.map((code) => say(getStation(code).name)).join(' · '),
    say(embargoDirectionTexts[embargo.direction]),
  ].join(' · ')
  return (
    <Alert
      className="problem"
      type="warning"
      showIcon
      title={<Link to={paths.embargoes()}>{`${t('embargo')}: ${title}`}</Link>}
      description={
        <>
          <EmbargoPeriod embargo={embargo} /> · {t('telegram')}: {embargo.telegram}
          {embargo.reason !== null && ` · ${embargo.reason}`}
          <br />
          {meets}: <LocalTime at={at} station={embargo.kind === 'loading' ? undefined : place} />
        </>
      }
    />
  )
}

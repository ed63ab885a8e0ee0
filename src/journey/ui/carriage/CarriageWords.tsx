/** What is said of a carriage to anyone who may see its container: mode, places and times. */
import type { ReactNode } from 'react'
import { unLocodeName } from '#kernel/place-code.ts'
import { zoneOfPlace } from '#kernel/ports.ts'
import { TRANSPORT_MODE_CODES } from '#kernel/transport-mode.ts'
import { transportModeTexts } from '#kernel/transport-mode-texts.ts'
import type { CarriagePlace } from '#journey/carriage-contract.ts'
import type { SharedCarriage } from '#journey/share-contract.ts'
import type { TimelineEntry } from '#web/kit/Timeline.tsx'
import { formatMoment } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { carriageTexts } from './carriage-texts.ts'

export function toneOf({
  departedAt,
  arrivedAt,
}: Pick<SharedCarriage, 'departedAt' | 'arrivedAt'>): NonNullable<TimelineEntry['tone']> {
  if (arrivedAt !== undefined) return 'done'
  return departedAt === undefined ? 'ahead' : 'now'
}

export function PlaceWords({ place: { code, name } }: { place: CarriagePlace }) {
  const { say } = useLocale()
  const known = unLocodeName(code)
  return <span title={code}>{known === undefined ? (name ?? code) : say(known)}</span>
}

export function CarriageTitle({
  carriage: { mode, from, to },
}: {
  carriage: Pick<SharedCarriage, 'mode' | 'from' | 'to'>
}) {
  const { say } = useLocale()
  return (
    <>
      <span title={`UNECE Rec. 19: ${TRANSPORT_MODE_CODES[mode]}`}>
        {say(transportModeTexts[mode])}
      </span>{' '}
      · <PlaceWords place={from} /> → <PlaceWords place={to} />
    </>
  )
}

export function CarriageTimes({ carriage }: { carriage: SharedCarriage }) {
  const t = useTexts(carriageTexts)
  return (
    <>
      <CarriageMoment
        place={carriage.from}
        times={[
          [t('departed'), carriage.departedAt],
          [t('plannedDeparture'), carriage.plannedDepartureAt],
        ]}
        expected={otherThan(carriage.plannedDepartureAt, carriage.expectedDepartureAt)}
      />
      <CarriageMoment
        place={carriage.to}
        times={[
          [t('arrived'), carriage.arrivedAt],
          [t('plannedArrival'), carriage.plannedArrivalAt],
        ]}
        expected={otherThan(carriage.plannedArrivalAt, carriage.expectedArrivalAt)}
      />
    </>
  )
}

/** What is expected as planned need not be said twice. */
const otherThan = (planned: string, expected: string | null): string | null =>
  expected !== null && Date.parse(expected) === Date.parse(planned) ? null : expected

function CarriageMoment({
  place,
  times,
  expected,
}: {
  readonly place: CarriagePlace
  readonly times: readonly (readonly [string, string | undefined])[]
  readonly expected: string | null
}): ReactNode {
  const t = useTexts(carriageTexts)
  const zone = zoneOfPlace(place.code)
  const shown = [...times, [t('expected'), expected ?? undefined] as const]
  return (
    <div>
      <PlaceWords place={place} />
      {shown.map(
        ([word, at]) =>
          at !== undefined && (
            <span key={word}>
              {' '}
              <span className="soft nowrap">
                · {word}{' '}
                <time className="number" dateTime={at}>
                  {formatMoment(at, zone)}
                </time>
              </span>
            </span>
          ),
      )}
    </div>
  )
}

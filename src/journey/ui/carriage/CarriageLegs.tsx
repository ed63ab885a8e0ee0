/** The legs before the train, or after it, as entries of the journey; whoever arranged one says more of it here. */
import { Button, Popconfirm, Space } from 'antd'
import { useState, type ReactNode } from 'react'
import type { ContainerView } from '#booking/contract.ts'
import { zoneOfPlace } from '#kernel/ports.ts'
import { TRANSPORT_MODE_CODES } from '#kernel/transport-mode.ts'
import { transportModeTexts } from '#kernel/transport-mode-texts.ts'
import { carriageApi, type CarriageLeg, type CarriagePlace } from '#journey/carriage-contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import type { TimelineEntry } from '#web/kit/Timeline.tsx'
import { formatMoment } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useCommand } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { CarriageForm } from './CarriageForm.tsx'
import { carriageTexts, connectionTexts } from './carriage-texts.ts'
import { placeName } from './PlaceFields.tsx'

const CONNECTION_TONES = {
  kept: 'good',
  at_risk: 'wait',
  missed: 'bad',
} as const satisfies Record<NonNullable<CarriageLeg['connection']>, PillTone>

export function carriageEntries(
  carriages: readonly CarriageLeg[],
  container: ContainerView,
): TimelineEntry[] {
  return carriages.map((carriage) => ({
    key: carriage.id,
    tone:
      carriage.arrivedAt !== undefined
        ? 'done'
        : carriage.departedAt !== undefined
          ? 'now'
          : 'ahead',
    title: <CarriageTitle carriage={carriage} />,
    note: <CarriageNote carriage={carriage} container={container} />,
  }))
}

export function AddCarriage({ container }: { container: ContainerView }) {
  const t = useTexts(carriageTexts)
  const mayAct = useMayAct('exporter', 'forwarder', 'operator')
  const [open, setOpen] = useState(false)
  if (!mayAct || container.stage === 'cancelled') return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('add')}</Button>
      {open && <CarriageForm container={container} onClose={() => setOpen(false)} />}
    </>
  )
}

export function PlaceWords({ place: { code, name } }: { place: CarriagePlace }) {
  const { say } = useLocale()
  const known = placeName(code)
  return <span title={code}>{known === undefined ? (name ?? code) : say(known)}</span>
}

function CarriageTitle({ carriage: { mode, from, to } }: { carriage: CarriageLeg }) {
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

function CarriageNote({
  carriage,
  container,
}: {
  carriage: CarriageLeg
  container: ContainerView
}) {
  const t = useTexts(carriageTexts)
  const { say } = useLocale()
  const { organisation } = useSession()
  const { carrier, conveyance, voyage, from, to, arrangedBy, connection, containers } = carriage
  const words = [carrier, conveyance, voyage].filter((word) => word !== undefined)
  return (
    <>
      <div>{words.join(' · ')}</div>
      <CarriageMoment
        place={from}
        times={[
          [t('departed'), carriage.departedAt],
          [t('plannedDeparture'), carriage.plannedDepartureAt],
        ]}
        expected={carriage.expectedDepartureAt}
      />
      <CarriageMoment
        place={to}
        times={[
          [t('arrived'), carriage.arrivedAt],
          [t('plannedArrival'), carriage.plannedArrivalAt],
        ]}
        expected={carriage.expectedArrivalAt}
      />
      <div className="row">
        {connection !== null && (
          <Pill tone={CONNECTION_TONES[connection]}>{say(connectionTexts[connection])}</Pill>
        )}
        <span className="soft">
          {[t('by', { who: say(arrangedBy.names) }), t('boxes', { count: containers })].join(' · ')}
        </span>
      </div>
      {arrangedBy.id === organisation.id && (
        <OwnButtons carriage={carriage} container={container} />
      )}
    </>
  )
}

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

function OwnButtons({ carriage, container }: { carriage: CarriageLeg; container: ContainerView }) {
  const t = useTexts(carriageTexts)
  const mayAct = useMayAct('exporter', 'forwarder', 'operator')
  const [open, setOpen] = useState(false)
  const { run, running, problem } = useCommand(carriageApi.withdraw)
  if (!mayAct) return null
  return (
    <>
      <ProblemAlert problem={problem} />
      <Space size="small">
        <Button size="small" onClick={() => setOpen(true)}>
          {t('change')}
        </Button>
        <Popconfirm
          title={t('withdrawSure')}
          okText={t('withdraw')}
          cancelText={t('back')}
          onConfirm={() => void run({ params: { carriageId: carriage.id }, body: {} })}
        >
          <Button size="small" loading={running}>
            {t('withdraw')}
          </Button>
        </Popconfirm>
      </Space>
      {open && (
        <CarriageForm container={container} carriage={carriage} onClose={() => setOpen(false)} />
      )}
    </>
  )
}

/** The legs before the train, or after it, as entries of the journey; whoever arranged one says more of it here. */
import { Button, Popconfirm, Space } from 'antd'
import { useState } from 'react'
import type { ContainerView } from '#booking/contract.ts'
import { carriageApi, type CarriageLeg } from '#journey/carriage-contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import type { TimelineEntry } from '#web/kit/Timeline.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useCommand } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { CarriageForm } from './CarriageForm.tsx'
import { carriageTexts, connectionTexts } from './carriage-texts.ts'
import { CarriageTimes, CarriageTitle, toneOf } from './CarriageWords.tsx'

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
    tone: toneOf(carriage),
    title: <CarriageTitle carriage={carriage} />,
    note: <CarriageNote carriage={carriage} container={container} />,
  }))
}

export function AddCarriage({ container }: { container: ContainerView }) {
  const t = useTexts(carriageTexts)
  const mayAct = useMayAct('exporter', 'forwarder', 'operator')
  const [open, setOpen] = useState(false)
  if (!mayAct || container.shared || container.stage === 'cancelled') return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('add')}</Button>
      {open && <CarriageForm container={container} onClose={() => setOpen(false)} />}
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
  const { carrier, conveyance, voyage, arrangedBy, connection, containers } = carriage
  const words = [carrier, conveyance, voyage].filter((word) => word !== undefined)
  return (
    <>
      <div>{words.join(' · ')}</div>
      <CarriageTimes carriage={carriage} />
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

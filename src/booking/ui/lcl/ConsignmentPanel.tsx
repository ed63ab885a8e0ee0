/** LCL on a booking's screen: of an LCL booking how far its cargo is at the origin; of a consolidation's own, the stuffing list. */
import { App, Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { BookingView } from '#booking/contract.ts'
import { offeredAs } from '#booking/lcl/lcl.ts'
import { lclApi, type ConsignmentItem } from '#booking/lcl-contract.ts'
import { slotApi } from '#booking/slot-contract.ts'
import type { Consignment } from '#booking/load-contract.ts'
import { customsApi } from '#customs/contract.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { warehouseApi } from '#warehouse/contract.ts'
import { lclTexts } from './lcl-texts.ts'
import { Lot } from './LclWords.tsx'
import { ReasonButton } from '../ReasonButton.tsx'
import { BookingTag } from '../Tags.tsx'

const LIVE_MS = 15_000

export function ConsignmentPanel({ booking }: { booking: BookingView }) {
  const { consignment } = booking
  const offered = offeredAs(booking)
  if (consignment !== null) return <Own booking={booking} consignment={consignment} />
  return offered && <StuffingList booking={booking} id={offered} />
}

function Own({ booking, consignment }: { booking: BookingView; consignment: Consignment }) {
  const t = useTexts(lclTexts)
  const { origin } = booking.journey
  return (
    <section className="panel" aria-label={t('consignment')}>
      <div className="panel-head">
        <h2>{t('consignment')}</h2>
        <ConsignmentActions id={booking.id} consignment={consignment} />
      </div>
      <KeyValue
        items={[
          { label: t('equipment'), value: consignment.equipmentType },
          { label: t('closes'), value: <LocalTime at={consignment.closesAt} station={origin} /> },
          {
            label: t('received'),
            value: <Done at={consignment.receivedAt} not="notReceived" station={origin} />,
          },
          {
            label: t('declared'),
            value: <Done at={consignment.declaredAt} not="notDeclared" station={origin} />,
          },
          { label: t('declarationNumber'), value: consignment.declarationNumber },
        ]}
      />
      <p className="soft">{t('sharedNote')}</p>
    </section>
  )
}

function Done({
  at,
  not,
  station,
}: {
  readonly at: string | null
  readonly not: 'notReceived' | 'notDeclared'
  readonly station?: string
}) {
  const t = useTexts(lclTexts)
  if (at === null) return <Pill tone="wait">{t(not)}</Pill>
  return <LocalTime at={at} {...(station !== undefined && { station: station as never })} />
}

function StuffingList({ booking, id }: { booking: BookingView; id: string }) {
  const t = useTexts(lclTexts)
  const { data, error } = useAsk(lclApi.getConsolidation, {
    params: { consolidationId: id },
    refetchEveryMs: LIVE_MS,
  })
  return (
    <section className="panel" aria-label={t('list')}>
      <div className="panel-head">
        <h2>{t('list')}</h2>
        {booking.commandsOpen.includes('decline') && <EndButton id={booking.id} />}
      </div>
      <ProblemAlert problem={error} />
      {data && (
        <p>
          <Lot lot={data.free} words="free" /> <Lot lot={data.capacity} words="of" />
        </p>
      )}
      {data?.consignments.length === 0 && <p className="soft">{t('listEmpty')}</p>}
      <ul className="plain-list">
        {data?.consignments.map((one) => (
          <li key={one.bookingId} className="card-row">
            <ListRow item={one} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Its operator gives it up: with the container goes everything that was booked into it. */
function EndButton({ id }: { id: string }) {
  const t = useTexts(lclTexts)
  const { message } = App.useApp()
  const mayAct = useMayAct('operator')
  const { run, running, problem } = useCommand(slotApi.decide, () => {
    void message.success(t('endedDone'))
  })
  if (!mayAct) return null
  return (
    <span className="stack">
      <ReasonButton
        danger
        title={t('endReason')}
        label={t('end')}
        running={running}
        onDone={(reason) =>
          void run({ params: { bookingId: id }, body: { decision: 'decline', reason } })
        }
      >
        <span>{t('endNote')}</span>
      </ReasonButton>
      <ProblemAlert problem={problem} />
    </span>
  )
}

function ListRow({ item }: { item: ConsignmentItem }) {
  const t = useTexts(lclTexts)
  const { say } = useLocale()
  return (
    <>
      <span className="stack">
        <span className="row">
          <Link className="strong-link number" to={paths.booking(item.bookingId)}>
            {item.number}
          </Link>
          <BookingTag state={item.state} />
          {item.exporter && <span>{say(item.exporter.names)}</span>}
        </span>
        <Lot lot={item} words="lot" />
        <span className="soft">
          {item.cargo.map(({ goodsName }) => goodsName && say(goodsName)).join(' · ')}
        </span>
        <span className="row">
          {t('received')}: <Done at={item.receivedAt} not="notReceived" /> {t('declared')}:{' '}
          <Done at={item.declaredAt} not="notDeclared" />
        </span>
      </span>
      <ConsignmentActions id={item.bookingId} consignment={item} />
    </>
  )
}

function ConsignmentActions({ id, consignment }: { id: string; consignment: Consignment }) {
  const t = useTexts(lclTexts)
  const mayAct = useMayAct('warehouse', 'broker', 'exporter', 'forwarder')
  const { run, running, problem } = useCommand(warehouseApi.receiveConsignment)
  const { stepsOpen } = consignment
  if (!mayAct) return null
  return (
    <span className="stack">
      {stepsOpen.includes('receive') && (
        <Button
          type="primary"
          loading={running}
          onClick={() => void run({ params: { bookingId: id } })}
        >
          {t('receive')}
        </Button>
      )}
      {stepsOpen.includes('declare') && <DeclareButton id={id} />}
      {stepsOpen.includes('amend') && (
        <LinkButton to={paths.amendLcl(consignment.consolidationId, id)} label={t('amend')} />
      )}
      <ProblemAlert problem={problem} />
    </span>
  )
}

function DeclareButton({ id }: { id: string }) {
  const t = useTexts(lclTexts)
  const [number, setNumber] = useState('')
  const { run, running, problem } = useCommand(customsApi.declareConsignment)
  return (
    <>
      <Popconfirm
        title={t('declarationNumber')}
        description={
          <Input
            aria-label={t('declarationNumber')}
            value={number}
            maxLength={18}
            inputMode="numeric"
            onChange={({ target }) => setNumber(target.value)}
          />
        }
        okText={t('declare')}
        okButtonProps={{ disabled: number.trim() === '' }}
        onConfirm={() =>
          void run({
            params: { bookingId: id },
            body: { declarationNumber: number.trim() } as never,
          })
        }
      >
        <Button type="primary" loading={running}>
          {t('declare')}
        </Button>
      </Popconfirm>
      <ProblemAlert problem={problem} />
    </>
  )
}

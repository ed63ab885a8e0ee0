/** A change that was asked for and is not decided: what would be different, the operator's decision, the shipper's way back. */
import { App, Button, Popconfirm } from 'antd'
import type { ReactNode } from 'react'
import { amendmentApi, type Amendment } from '#booking/amendment-contract.ts'
import { OVERSIZE_SIDES } from '#booking/cargo-contract.ts'
import type { BookingView } from '#booking/contract.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { listOrganisations } from '#identity/contract.ts'
import { boxOwnerTexts } from '#kernel/box-owner.ts'
import { writeDangerous } from '#kernel/dangerous-goods.ts'
import { packageKindName } from '#kernel/package-kind.ts'
import { trainApi } from '#train/contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { formatMass, formatMoney, formatNumber } from '#web/formats.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { DecisionButtons } from './DecisionButtons.tsx'
import { FindingList } from './form/FindingList.tsx'
import { formTexts } from './form/form-texts.ts'
import { wordTexts } from './texts.ts'

const texts = defineTexts({
  title: { zh: '改单申请', en: 'Amendment asked for', ru: 'Запрошенное изменение' },
  askedAt: { zh: '提交时间：', en: 'Asked at', ru: 'Запрошено' },
  until: {
    zh: '决定之前，原订舱照常有效。接受后，舱位、箱和费用一并按新内容变更。',
    en: 'Until it is decided the booking stands as it was. Accepted, slots, boxes and price change together.',
    ru: 'До решения бронирование действует без изменений. После согласия места, контейнеры и цена меняются вместе.',
  },
  what: { zh: '项目', en: 'What', ru: 'Что' },
  differences: { zh: '改动对照', en: 'Now and asked for', ru: 'Сейчас и запрошено' },
  before: { zh: '现在', en: 'Now', ru: 'Сейчас' },
  after: { zh: '改为', en: 'Asked for', ru: 'Запрошено' },
  same: {
    zh: '内容与现订舱相同。',
    en: 'Nothing is different from the booking.',
    ru: 'Отличий от бронирования нет.',
  },
  dangerous: { zh: '危险货物', en: 'dangerous goods', ru: 'опасный груз' },
  withdraw: { zh: '撤回改单', en: 'Withdraw it', ru: 'Отозвать' },
  sure: {
    zh: '撤回后，订舱保持原样。',
    en: 'The booking stays as it was.',
    ru: 'Бронирование останется прежним.',
  },
  keep: { zh: '不撤回', en: 'Keep it', ru: 'Не отзывать' },
  accepted: { zh: '已接受改单', en: 'Amendment accepted', ru: 'Изменение принято' },
  refused: { zh: '已拒绝改单', en: 'Amendment refused', ru: 'Изменение отклонено' },
  withdrawn: { zh: '已撤回改单', en: 'Amendment withdrawn', ru: 'Изменение отозвано' },
})

/** Several customs brokers of a corridor, all of them in one page. */
const BROKERS_MAX = 100

export function AmendmentPanel({ booking }: { booking: BookingView }) {
  const t = useTexts(texts)
  const isAsking = useMayAct('exporter', 'forwarder')
  const isDeciding = useMayAct('operator')
  const { data, error } = useAsk(amendmentApi.get, { params: { bookingId: booking.id } })
  return (
    <section className="panel" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <ProblemAlert problem={error} />
      {data && (
        <>
          <p>
            {t('askedAt')} <LocalTime at={data.askedAt} station={booking.journey.origin} />
          </p>
          <Differences booking={booking} amendment={data.amendment} />
          <FindingList findings={data.findings} />
        </>
      )}
      <p className="soft">{t('until')}</p>
      {isDeciding && data && <Decision bookingId={booking.id} findings={data.findings} />}
      {isAsking && <Withdraw bookingId={booking.id} />}
    </section>
  )
}

function Decision({
  bookingId,
  findings,
}: {
  readonly bookingId: string
  readonly findings: readonly Finding[]
}) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const { run, running, problem } = useCommand(amendmentApi.decide)
  const params = { bookingId }
  const decide = async (body: Parameters<typeof run>[0] & object, words: string) => {
    if (await run(body)) void message.success(words)
  }
  return (
    <DecisionButtons
      running={running}
      problem={problem}
      findings={findings}
      onAccept={(reason) => {
        const body = { decision: 'accept' as const, ...(reason && { reason }) }
        void decide({ params, body }, t('accepted'))
      }}
      onReject={(reason) =>
        void decide({ params, body: { decision: 'refuse', reason } }, t('refused'))
      }
    />
  )
}

function Withdraw({ bookingId }: { bookingId: string }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const { run, running, problem } = useCommand(amendmentApi.withdraw, () => {
    void message.success(t('withdrawn'))
  })
  return (
    <>
      <Popconfirm
        title={t('sure')}
        okText={t('withdraw')}
        cancelText={t('keep')}
        onConfirm={() => void run({ params: { bookingId } })}
      >
        <Button loading={running}>{t('withdraw')}</Button>
      </Popconfirm>
      <ProblemAlert problem={problem} />
    </>
  )
}

interface Compared {
  readonly booking: BookingView
  readonly amendment: Amendment
}

function Differences({ booking, amendment }: Compared) {
  const t = useTexts(texts)
  const rows = useRows({ booking, amendment }).filter(
    ({ before, after }) => before.join('\n') !== after.join('\n'),
  )
  if (rows.length === 0) return <p>{t('same')}</p>
  return (
    <ScrollBox label={t('differences')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('what')}</th>
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('after')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, before, after }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{linesOf(before)}</td>
              <td>
                <strong>{linesOf(after)}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function linesOf(written: readonly string[]): ReactNode {
  return written.length === 0 ? '—' : written.map((one) => <div key={one}>{one}</div>)
}

interface Row {
  readonly label: string
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** Both written in the same words: what reads the same is no difference. */
function useRows({ booking, amendment }: Compared): Row[] {
  const words = useTexts(wordTexts)
  const write = useWriting()
  const train = useTrainNumber(amendment.departureId)
  const broker = useBrokerName(amendment.brokerId)
  const brokerNow = booking.parties.find(({ kind }) => kind === 'broker')
  const { journey } = booking
  const isOtherTrain = journey.departureId !== amendment.departureId
  return [
    {
      label: words('train'),
      before: [journey.trainNumber],
      after: [isOtherTrain ? train : journey.trainNumber],
    },
    { label: words('containers'), ...both(booking.lines, amendment.lines, write.boxes) },
    { label: words('cargo'), ...both(booking.cargo, amendment.cargo, write.cargo) },
    {
      label: words('consignee'),
      before: booking.consignee ? write.consignee(booking.consignee) : [],
      after: write.consignee(amendment.consignee),
    },
    {
      label: words('broker'),
      before: brokerNow ? [write.say(brokerNow.names)] : [],
      after: [brokerNow?.id === amendment.brokerId ? write.say(brokerNow.names) : broker],
    },
    { label: words('incoterm'), ...both(booking.incoterm, amendment.incoterm, textOf) },
    { label: words('reference'), ...both(booking.reference, amendment.reference, textOf) },
    { label: words('remarks'), ...both(booking.remarks, amendment.remarks, textOf) },
  ]
}

function both<Before, After>(
  before: Before,
  after: After,
  write: (one: Before | After) => string[],
): Pick<Row, 'before' | 'after'> {
  return { before: write(before), after: write(after) }
}

function textOf(text: string | null | undefined): string[] {
  return text ? [text] : []
}

function useWriting() {
  const t = useTexts(texts)
  const form = useTexts(formTexts)
  const { say, tag } = useLocale()
  const boxes = (lines: BookingView['lines']) =>
    lines.map(({ equipmentType, count, owner = 'operator', dangerous = false, ...more }) =>
      [
        `${formatNumber(count, tag)} × ${equipmentType}`,
        ...(owner === 'operator' ? [] : [say(boxOwnerTexts[owner])]),
        ...(dangerous ? [t('dangerous')] : []),
        ...(more.temperatureC === undefined ? [] : [`${more.temperatureC} °C`]),
        ...OVERSIZE_SIDES.flatMap((side) => {
          const cm = more.oversize?.[side] ?? 0
          return cm === 0 ? [] : [`${form(side)} ${cm}`]
        }),
      ].join(' · '),
    )
  const cargo = (lines: BookingView['cargo']) =>
    lines.map(({ goodsName, hsCode, packages, packageKind, grossMassKg, value, dangerous }) =>
      [
        goodsName && say(goodsName),
        hsCode,
        dangerous && writeDangerous(dangerous),
        packages !== undefined && formatNumber(packages, tag),
        packageKind && say(packageKindName(packageKind)),
        grossMassKg !== undefined && formatMass(grossMassKg, tag),
        value && formatMoney(value.amountMinor, value.currency, tag),
      ]
        .filter(Boolean)
        .join(' · '),
    )
  const consignee = (one: NonNullable<BookingView['consignee']>) => {
    const address = [one.country, one.address].filter(Boolean).join(', ')
    return [one.name, address, one.phone, one.email].flatMap(textOf)
  }
  return { boxes, cargo, consignee, say }
}

function useTrainNumber(departureId: string): string {
  const { data } = useAsk(trainApi.getDeparture, { params: { departureId } })
  return data?.trainNumber ?? departureId
}

function useBrokerName(brokerId: string): string {
  const { say } = useLocale()
  const { data } = useAsk(listOrganisations, { query: { kind: 'broker', limit: BROKERS_MAX } })
  const broker = data?.items.find(({ id }) => id === brokerId)
  return broker ? say(broker.names) : brokerId
}

/** A basket while it is completed: how long its slots are kept, the way to give them back, and what became of it meanwhile. */
import { Alert, App, Button, Popconfirm } from 'antd'
import { useNavigate } from 'react-router'
import { bookingApi, type BookingView } from '#booking/contract.ts'
import type { Departure } from '#train/contract.ts'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { formatCountdown } from '#web/formats.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'
import { draftKeyOf, moveDraft } from './draft.ts'

const SECOND_MS = 1000
/** From here on the clock is shown as pressing. */
const PRESSING_MS = 3 * 60_000

const texts = defineTexts({
  held: { zh: '舱位已预留，剩余', en: 'The slots are held for', ru: 'Места удержаны ещё на' },
  until: { zh: '到期时间：', en: 'Until', ru: 'До' },
  hint: {
    zh: '到期前补全资料并确认；到期后舱位自动释放，已填写的内容不会丢失。',
    en: 'Complete the booking and confirm it before then. After that the slots are free for others; what you typed stays.',
    ru: 'Заполните и подтвердите до этого срока. Затем места освободятся; введённое сохранится.',
  },
  giveBack: { zh: '退回舱位', en: 'Give the slots back', ru: 'Вернуть места' },
  sure: {
    zh: '确定退回？舱位立即释放给他人，已填写的内容会保留。',
    en: 'Give them back? Others can have them at once; what you typed stays.',
    ru: 'Вернуть? Места сразу станут доступны другим; введённое сохранится.',
  },
  no: { zh: '继续保留', en: 'Keep them', ru: 'Оставить' },
  returned: { zh: '舱位已退回', en: 'The slots were given back', ru: 'Места возвращены' },
  expired: {
    zh: '预留已到期，舱位已释放',
    en: 'The time is over: the slots are free again',
    ru: 'Срок истёк: места снова свободны',
  },
  again: {
    zh: '用已填内容重新订舱',
    en: 'Book anew with what was typed',
    ru: 'Забронировать заново с введёнными данными',
  },
  done: {
    zh: '该预留已在别处办理',
    en: 'This basket was dealt with elsewhere',
    ru: 'Это удержание уже обработано в другом окне',
  },
  open: { zh: '查看订舱', en: 'Open the booking', ru: 'Открыть бронирование' },
})

type BasketPhase = 'running' | 'expired' | 'returned' | 'done'

/** What has become of a basket by now; the server says so in the end, this window's clock a moment earlier. */
function phaseOf(basket: Pick<BookingView, 'state' | 'heldUntil'>, now: Date): BasketPhase {
  if (basket.state === 'cancelled') return 'returned'
  if (basket.state === 'expired') return 'expired'
  if (basket.state !== 'held') return 'done'
  return Date.parse(basket.heldUntil ?? '') > now.getTime() ? 'running' : 'expired'
}

export function useBasketPhase(basket: BookingView | undefined): BasketPhase | undefined {
  const now = useNow(SECOND_MS)
  return basket && phaseOf(basket, now)
}

interface HeldBasketProps {
  readonly basket: BookingView
  readonly departure: Departure
}

export function HeldBasket({ basket, departure }: HeldBasketProps) {
  const t = useTexts(texts)
  const phase = useBasketPhase(basket)
  if (phase === 'running') return <Countdown basket={basket} departure={departure} />
  if (phase === 'done')
    return (
      <Alert
        className="problem"
        type="success"
        showIcon
        title={t('done')}
        action={<LinkButton to={paths.booking(basket.id)} label={t('open')} />}
      />
    )
  return (
    <Alert
      className="problem"
      type="warning"
      showIcon
      role="alert"
      title={t(phase === 'returned' ? 'returned' : 'expired')}
      action={<AgainButton basket={basket} departure={departure} />}
    />
  )
}

function Countdown({ basket, departure }: HeldBasketProps) {
  const t = useTexts(texts)
  const leftMs = Date.parse(basket.heldUntil!) - useNow(SECOND_MS).getTime()
  return (
    <Alert
      className="problem"
      type={leftMs < PRESSING_MS ? 'warning' : 'info'}
      showIcon
      title={
        <>
          {t('held')}{' '}
          <strong className="number" role="timer">
            {formatCountdown(leftMs)}
          </strong>
        </>
      }
      description={
        <div className="stack">
          <span>
            {t('until')} <LocalTime at={basket.heldUntil!} station={departure.service.origin} />
          </span>
          <span className="soft">{t('hint')}</span>
        </div>
      }
      action={<GiveBack basket={basket} departure={departure} />}
    />
  )
}

function GiveBack({ basket, departure }: HeldBasketProps) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const navigate = useNavigate()
  const { run, running, problem } = useCommand(bookingApi.cancel, () => {
    void message.success(t('returned'))
    moveDraft(draftKeyOf(departure.id, basket.id), draftKeyOf(departure.id, ''))
    void navigate(paths.departure(departure.id))
  })
  return (
    <>
      <Popconfirm
        title={t('sure')}
        okText={t('giveBack')}
        cancelText={t('no')}
        onConfirm={() => void run({ params: { bookingId: basket.id } })}
      >
        <Button loading={running}>{t('giveBack')}</Button>
      </Popconfirm>
      <ProblemAlert problem={problem} />
    </>
  )
}

function AgainButton({ basket, departure }: HeldBasketProps) {
  const t = useTexts(texts)
  const navigate = useNavigate()
  return (
    <Button
      type="primary"
      onClick={() => {
        moveDraft(draftKeyOf(departure.id, basket.id), draftKeyOf(departure.id, ''))
        void navigate(paths.newBooking(departure.id))
      }}
    >
      {t('again')}
    </Button>
  )
}

/** A basket while it is completed: how long what it holds is kept, the way to give it back, and what became of it meanwhile. */
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

/** Of slots, and of LCL space in a consolidation. */
const texts = {
  FCL: defineTexts({
    held: { zh: '舱位已预留，剩余', en: 'The slots are held for', ru: 'Места удержаны ещё на' },
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
    returned: { zh: '舱位已退回', en: 'The slots were given back', ru: 'Места возвращены' },
    expired: {
      zh: '预留已到期，舱位已释放',
      en: 'The time is over: the slots are free again',
      ru: 'Срок истёк: места снова свободны',
    },
  }),
  LCL: defineTexts({
    held: {
      zh: '拼箱空间已预留，剩余',
      en: 'The space is held for',
      ru: 'Место в контейнере удержано ещё на',
    },
    hint: {
      zh: '到期前补全资料并确认，按实际货量订舱；到期后空间自动释放，已填写的内容不会丢失。',
      en: 'Complete the booking and confirm it before then, for what the cargo comes to. After that the space is free for others; what you typed stays.',
      ru: 'Заполните и подтвердите до этого срока — на фактический объём груза. Затем место освободится; введённое сохранится.',
    },
    giveBack: { zh: '退回空间', en: 'Give the space back', ru: 'Вернуть место' },
    sure: {
      zh: '确定退回？空间立即释放给他人，已填写的内容会保留。',
      en: 'Give it back? Others can have it at once; what you typed stays.',
      ru: 'Вернуть? Место сразу станет доступно другим; введённое сохранится.',
    },
    returned: { zh: '拼箱空间已退回', en: 'The space was given back', ru: 'Место возвращено' },
    expired: {
      zh: '预留已到期，拼箱空间已释放',
      en: 'The time is over: the space is free again',
      ru: 'Срок истёк: место снова свободно',
    },
  }),
  both: defineTexts({
    until: { zh: '到期时间：', en: 'Until', ru: 'До' },
    no: { zh: '继续保留', en: 'Keep it', ru: 'Оставить' },
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
  }),
}

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

/** Where what was typed is kept while there is no basket, and where it is booked anew. */
function fromOf({ basket, departure }: HeldBasketProps) {
  const { load, consolidationId } = basket
  if (load === 'FCL') return { id: departure.id, anew: paths.newBooking(departure.id) }
  return { id: consolidationId!, anew: paths.bookLcl(consolidationId!) }
}

export function HeldBasket({ basket, departure }: HeldBasketProps) {
  const t = useTexts(texts.both)
  const words = useTexts(texts[basket.load])
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
      title={words(phase === 'returned' ? 'returned' : 'expired')}
      action={<AgainButton basket={basket} departure={departure} />}
    />
  )
}

function Countdown({ basket, departure }: HeldBasketProps) {
  const t = useTexts(texts.both)
  const words = useTexts(texts[basket.load])
  const leftMs = Date.parse(basket.heldUntil!) - useNow(SECOND_MS).getTime()
  return (
    <Alert
      className="problem"
      type={leftMs < PRESSING_MS ? 'warning' : 'info'}
      showIcon
      title={
        <>
          {words('held')}{' '}
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
          <span className="soft">{words('hint')}</span>
        </div>
      }
      action={<GiveBack basket={basket} departure={departure} />}
    />
  )
}

function GiveBack({ basket, departure }: HeldBasketProps) {
  const t = useTexts(texts.both)
  const words = useTexts(texts[basket.load])
  const { id } = fromOf({ basket, departure })
  const { message } = App.useApp()
  const navigate = useNavigate()
  const { run, running, problem } = useCommand(bookingApi.cancel, () => {
    void message.success(words('returned'))
    moveDraft(draftKeyOf(id, basket.id), draftKeyOf(id, ''))
    void navigate(paths.departure(departure.id))
  })
  return (
    <>
      <Popconfirm
        title={words('sure')}
        okText={words('giveBack')}
        cancelText={t('no')}
        onConfirm={() => void run({ params: { bookingId: basket.id } })}
      >
        <Button loading={running}>{words('giveBack')}</Button>
      </Popconfirm>
      <ProblemAlert problem={problem} />
    </>
  )
}

function AgainButton({ basket, departure }: HeldBasketProps) {
  const t = useTexts(texts.both)
  const navigate = useNavigate()
  const { id, anew } = fromOf({ basket, departure })
  return (
    <Button
      type="primary"
      onClick={() => {
        moveDraft(draftKeyOf(id, basket.id), draftKeyOf(id, ''))
        void navigate(anew)
      }}
    >
      {t('again')}
    </Button>
  )
}

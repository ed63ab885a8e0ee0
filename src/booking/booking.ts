/**
 * The rules of booking: what a booking must fulfil before it is taken, when it may still be cancelled, when a step may be
 * said to have happened, and the refusal of each. Pure: the moment and everything known are arguments.
 */
import { equipmentFacts, payloadKgMax, type EquipmentType } from '#kernel/equipment-type.ts'
import { say, type Text, type TextFacts } from '#kernel/locale.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import { Problem, problems, type ProblemText } from '#kernel/problem.ts'
import { epochMs } from '#kernel/time.ts'
import { Stage, type BookingLine, type CargoLine, type ContainerState } from '#booking/contract.ts'
import type { BookingState } from '#booking/state-contract.ts'
import { decideState } from '#booking/states.ts'
import type { Departure, DepartureState, SlotAmount } from '#train/contract.ts'
import { decideStep, type StepRefusal } from '#booking/step.ts'
import { bookingStateTexts, customsTexts, eitherOf, stageTexts, stepTexts } from '#booking/words.ts'

/** A clerk's clock may run a little ahead of ours. */
export const AHEAD_MINUTES_MAX = 5

const STAGES = Stage.options

/** Twenty-foot equivalents of wagon space: a 45 ft box takes a 40 ft place. */
export function teuOf(lines: readonly BookingLine[]): number {
  return lines.reduce((teu, line) => teu + line.count * boxTeu(line.equipmentType), 0)
}

function boxTeu(type: EquipmentType): number {
  return equipmentFacts(type).slots * 2
}

export interface PayloadExcess {
  readonly grossMassKg: number
  readonly payloadKgMax: number
}

/** The cargo must fit by weight into the boxes ordered; undefined when it does. */
export function payloadExcess(
  lines: readonly BookingLine[],
  grossMassKg: number,
): PayloadExcess | undefined {
  const limit = lines.reduce((kg, line) => kg + line.count * payloadKgMax(line.equipmentType), 0)
  return grossMassKg > limit ? { grossMassKg, payloadKgMax: limit } : undefined
}

/** One box ordered, and what it takes of a train: its share of the cargo goes by what each can carry. */
export interface Box {
  readonly equipmentType: EquipmentType
  readonly dangerous: boolean
  readonly grossKg: number
}

/** One box per container ordered, in the order of the lines. */
export function boxesOf(lines: readonly BookingLine[], cargoKg: number): Box[] {
  const ordered = lines.flatMap(({ count, equipmentType, dangerous = false }) =>
    Array.from({ length: count }, () => ({ equipmentType, dangerous })),
  )
  const payload = ordered.reduce((kg, { equipmentType }) => kg + payloadKgMax(equipmentType), 0)
  const shares = ordered.map(({ equipmentType }) =>
    Math.floor((cargoKg * payloadKgMax(equipmentType)) / payload),
  )
  const left = cargoKg - shares.reduce((kg, share) => kg + share, 0)
  return ordered.map((box, index) => ({
    ...box,
    grossKg: shares[index]! + (index < left ? 1 : 0) + equipmentFacts(box.equipmentType).tareKg,
  }))
}

/** What a box takes of a train, in every unit. */
export function slotsOf({ equipmentType, dangerous, grossKg }: Box): SlotAmount {
  return {
    teu: boxTeu(equipmentType),
    grossKg,
    plugs: equipmentFacts(equipmentType).refrigerated ? 1 : 0,
    dangerousPlaces: dangerous ? 1 : 0,
  }
}

export function massOf(cargo: readonly Pick<CargoLine, 'grossMassKg'>[]): number {
  return cargo.reduce((kg, line) => kg + line.grossMassKg, 0)
}

/** What people say on the telephone: the part of the id that chance made. */
export function bookingNumber(bookingId: string): string {
  return `LB${bookingId.slice(-10).toUpperCase()}`
}

export type CancelRefusal =
  'booking.already_cancelled' | 'booking.wrong_state' | 'booking.too_late_to_cancel'

/** Until the booking cut-off, and only while no box was received or declared; what has no boxes yet, at any time. */
export function decideCancel(booking: {
  readonly state: BookingState
  readonly cutoffPassed: boolean
  readonly containers: readonly ContainerState[]
  /** Of LCL, whose container is not its own: whether its cargo was received. */
  readonly lcl?: { readonly received: boolean } | undefined
}): CancelRefusal | undefined {
  if (booking.state === 'cancelled') return 'booking.already_cancelled'
  const decided = decideState(booking.state, 'cancel', 'exporter')
  if ('refusal' in decided) return 'booking.wrong_state'
  if (booking.lcl !== undefined) {
    const { received } = booking.lcl
    return booking.cutoffPassed || received ? 'booking.too_late_to_cancel' : undefined
  }
  // An amendment leaves boxes behind that were cancelled.
  const open = booking.containers.filter(({ stage }) => stage !== 'cancelled')
  if (open.length === 0) return undefined
  const started = open.some((container) => 'refusal' in decideStep(container, 'cancel', 'exporter'))
  return booking.cutoffPassed || started ? 'booking.too_late_to_cancel' : undefined
}

/** Until when an exporter may cancel: the cut-off of the train, unless that does not run. */
export function isClosed(
  train: Pick<Departure, 'state' | 'bookingCutoffAt'>,
  nowMs: number,
): boolean {
  return train.state !== 'cancelled' && nowMs > epochMs(train.bookingCutoffAt)
}

export type Missed = 'left_behind' | 'train_cancelled'

/** Whether the train it is booked on has gone without it, or does not go: then it waits to be rolled over. */
export function missedBy(stage: Stage, train: DepartureState): Missed | undefined {
  const awaits = stage !== 'cancelled' && STAGES.indexOf(stage) < STAGES.indexOf('departed')
  if (!awaits || train === 'scheduled') return undefined
  return train === 'cancelled' ? 'train_cancelled' : 'left_behind'
}

export type MomentRefusal = 'step.in_future' | 'step.before_last'

/** A step happens after the one before it and not tomorrow. */
export function decideMoment(moment: {
  readonly atMs: number
  readonly nowMs: number
  readonly lastMs: number
}): MomentRefusal | undefined {
  if (moment.atMs > moment.nowMs + AHEAD_MINUTES_MAX * 60_000) return 'step.in_future'
  return moment.atMs < moment.lastMs ? 'step.before_last' : undefined
}

/** The refusal of a command that this state does not allow, with the state's name. */
export function wrongState(state: BookingState): Problem {
  const text = bookingProblem.table['booking.wrong_state']
  const words = bookingStateTexts[state]
  const inLocale = (locale: 'zh' | 'en' | 'ru') =>
    say(text, locale, { state: words[locale].toLowerCase() })
  return new Problem(
    'booking.wrong_state',
    { kind: text.kind, zh: inLocale('zh'), en: inLocale('en'), ru: inLocale('ru') },
    { state },
  )
}

export const bookingProblem = problems({
  'booking.absent': {
    kind: 'absent',
    zh: '没有这个订舱',
    en: 'There is no such booking',
    ru: 'Такого бронирования нет',
  },
  'booking.container_absent': {
    kind: 'absent',
    zh: '没有这个集装箱',
    en: 'There is no such container',
    ru: 'Такого контейнера нет',
  },
  'booking.broker_unsuitable': {
    kind: 'invalid',
    zh: '{organisationId} 不是已登记的报关行，请从报关行名单中选择',
    en: '{organisationId} is not a registered customs broker: choose one from the list of brokers',
    ru: '{organisationId} — не зарегистрированный таможенный брокер: выберите из списка брокеров',
  },
  'booking.consignee_unsuitable': {
    kind: 'invalid',
    zh: '{organisationId} 不是已登记的收货人；如收货人没有账号，请不填此项',
    en: '{organisationId} is not a registered consignee: leave it out if the consignee has no account',
    ru: '{organisationId} — не зарегистрированный грузополучатель: не указывайте, если у него нет учётной записи',
  },
  'booking.hs_unknown': {
    kind: 'invalid',
    zh: '《协调制度》2022 年版没有子目 {subheading}；相近的子目：{nearest}',
    en: 'The Harmonized System 2022 has no subheading {subheading}; near it are {nearest}',
    ru: 'В Гармонизированной системе 2022 года нет субпозиции {subheading}; близкие: {nearest}',
  },
  'booking.payload_exceeded': {
    kind: 'invalid',
    zh: '货物毛重 {grossMassKg} 千克超过所订箱型的载重合计 {payloadKgMax} 千克，请增加箱量或核对重量',
    en: 'The cargo weighs {grossMassKg} kg; the boxes ordered carry {payloadKgMax} kg: order more boxes or check the mass',
    ru: 'Масса груза {grossMassKg} кг больше грузоподъёмности заказанных контейнеров {payloadKgMax} кг: закажите больше или проверьте массу',
  },
  'booking.too_many_boxes': {
    kind: 'invalid',
    zh: '一次订舱最多 {boxesMax} 箱，现为 {boxes} 箱，请分单订舱',
    en: 'One booking takes at most {boxesMax} boxes, not {boxes}: split it',
    ru: 'В одном бронировании не более {boxesMax} контейнеров, а не {boxes}: разделите его',
  },
  'booking.reference_taken': {
    kind: 'conflict',
    zh: '委托编号“{reference}”已用于订舱 {number}；如需再订，请更换编号',
    en: 'Your reference “{reference}” already stands on booking {number}: use another to book again',
    ru: 'Ваш номер «{reference}» уже использован в бронировании {number}: для нового укажите другой',
  },
  'booking.wrong_state': {
    kind: 'conflict',
    zh: '订舱当前状态为“{state}”，不能进行此操作',
    en: 'The booking is {state}: this cannot be done now',
    ru: 'Состояние бронирования — «{state}»: сейчас это действие невозможно',
  },
  'booking.not_your_decision': {
    kind: 'forbidden',
    zh: '此操作不由贵方办理',
    en: 'This is not yours to decide',
    ru: 'Это решение принимаете не вы',
  },
  'booking.hold_expired': {
    kind: 'conflict',
    zh: '预留已于 {heldUntil} 到期并释放，请重新订舱',
    en: 'The basket expired at {heldUntil}, and what it held is free again: book anew',
    ru: 'Срок удержания истёк {heldUntil}, место освобождено: забронируйте заново',
  },
  'booking.nothing_offered': {
    kind: 'conflict',
    zh: '目前没有给您的候补舱位，或确认期限已过',
    en: 'Nothing is offered to you now, or the offer has lapsed',
    ru: 'Сейчас вам ничего не предложено, или срок предложения истёк',
  },
  'booking.heavier_than_held': {
    kind: 'conflict',
    zh: '货物毛重 {grossMassKg} 千克超过预留时申报的 {heldKg} 千克，请重新预留',
    en: 'The cargo weighs {grossMassKg} kg, more than the {heldKg} kg the basket was made for: make another',
    ru: 'Масса груза {grossMassKg} кг больше заявленной при удержании ({heldKg} кг): создайте новое удержание',
  },
  'booking.already_cancelled': {
    kind: 'conflict',
    zh: '该订舱已取消',
    en: 'This booking is already cancelled',
    ru: 'Это бронирование уже отменено',
  },
  'booking.too_late_to_cancel': {
    kind: 'conflict',
    zh: '订舱截止（{bookingCutoffAt}）后，或已有箱进场、报关后，不能在线取消，请联系班列公司',
    en: 'After the booking cut-off ({bookingCutoffAt}), or once a box is received or declared, a booking cannot be cancelled here: call the operator',
    ru: 'После окончания бронирования ({bookingCutoffAt}) или приёмки либо декларирования контейнера отмена невозможна: обратитесь к оператору',
  },
  'booking.no_no_show': {
    kind: 'conflict',
    zh: '截箱（{gateInCutoffAt}）前，或已有箱进场，不能按未到场处理',
    en: 'It is a no-show only after the gate-in cut-off ({gateInCutoffAt}) and when no box was received',
    ru: 'Невывоз — только после срока завоза ({gateInCutoffAt}) и если ни один контейнер не принят',
  },
  'booking.container_number_taken': {
    kind: 'conflict',
    zh: '箱号 {containerNumber} 正在另一运次途中，到站后方可再用',
    en: 'Container {containerNumber} is on another open journey: it is free again after its arrival',
    ru: 'Контейнер {containerNumber} занят в другой перевозке: он освободится после прибытия',
  },
  'booking.not_a_freight_container': {
    kind: 'invalid',
    zh: '{containerNumber} 不是货运集装箱（第 4 位应为 U）',
    en: '{containerNumber} is no freight container: its fourth letter would be U',
    ru: '{containerNumber} — не грузовой контейнер: четвёртая буква должна быть U',
  },
  'booking.not_your_train': {
    kind: 'forbidden',
    zh: '只有该班次的班列公司可以装车和发车',
    en: 'Only the operator of this train loads and departs it',
    ru: 'Погрузку и отправление выполняет только оператор этого поезда',
  },
  'booking.container_repeated': {
    kind: 'invalid',
    zh: '装车清单中 {containerId} 出现了两次',
    en: '{containerId} stands in the loading list twice',
    ru: '{containerId} указан в списке погрузки дважды',
  },
  'booking.not_on_train': {
    kind: 'invalid',
    zh: '箱 {containerNumber} 订的不是这个班次',
    en: 'Container {containerNumber} is not booked on this train',
    ru: 'Контейнер {containerNumber} забронирован не на этот поезд',
  },
  'booking.nothing_loaded': {
    kind: 'conflict',
    zh: '尚无已装车的集装箱，不能发车',
    en: 'Nothing is loaded: the train cannot depart',
    ru: 'На поезд ничего не погружено: отправление невозможно',
  },
  'booking.unreleased': {
    kind: 'conflict',
    zh: '海关未放行的集装箱仍在车上，不能发车：{containers}',
    en: 'The train cannot depart with containers that customs has not released: {containers}',
    ru: 'Поезд не может отправиться с контейнерами, не выпущенными таможней: {containers}',
  },
  'booking.leaves_behind': {
    kind: 'conflict',
    zh: '还有 {count} 箱未装车，发车后将留在场内：{containers}。请核对发车清单并确认',
    en: 'Not loaded and not confirmed to stay behind, {count} in number: {containers}. Look at the departure sheet and confirm',
    ru: 'Не погружены и не подтверждены как остающиеся ({count}): {containers}. Проверьте ведомость отправления и подтвердите',
  },
  'step.in_future': {
    kind: 'invalid',
    zh: '发生时间 {at} 晚于当前时间，请核对日期和时区',
    en: 'It cannot have happened at {at}, which is still to come: check the date and the offset',
    ru: 'Событие не могло произойти в {at}: это время ещё не наступило; проверьте дату и смещение',
  },
  'step.before_last': {
    kind: 'conflict',
    zh: '发生时间 {at} 早于该箱上一步骤的时间 {lastAt}，请核对',
    en: '{at} is before this container’s last step at {lastAt}: check the time',
    ru: '{at} раньше предыдущего события контейнера ({lastAt}): проверьте время',
  },
})

const STEP_PROBLEMS: Readonly<Record<StepRefusal['code'], ProblemText>> = {
  'step.not_your_role': {
    kind: 'forbidden',
    zh: '“{step}”应由{by}办理',
    en: '“{step}” is for: {by}',
    ru: 'Действие «{step}» выполняет: {by}',
  },
  'step.wrong_stage': {
    kind: 'conflict',
    zh: '不能“{step}”：该箱{stage}，须先处于：{needed}',
    en: 'Cannot do “{step}”: the container is {stage}; it must be {needed}',
    ru: 'Действие «{step}» невозможно: контейнер {stage}; нужно: {needed}',
  },
  'step.wrong_customs_status': {
    kind: 'conflict',
    zh: '不能“{step}”：海关状态为{customs}，须为：{needed}',
    en: 'Cannot do “{step}”: with customs it is {customs}; it must be {needed}',
    ru: 'Действие «{step}» невозможно: таможенный статус — {customs}; нужно: {needed}',
  },
  'step.held_in_transit': {
    kind: 'conflict',
    zh: '不能“{step}”：该箱途中暂扣，须先解除暂扣',
    en: 'Cannot do “{step}”: the container is held in transit until the hold is lifted',
    ru: 'Действие «{step}» невозможно: контейнер задержан в пути, сначала нужно снять задержание',
  },
  'step.not_held': {
    kind: 'conflict',
    zh: '不能“{step}”：该箱没有途中暂扣',
    en: 'Cannot do “{step}”: the container is not held in transit',
    ru: 'Действие «{step}» невозможно: контейнер не задержан в пути',
  },
}

/** The refusal with its words in each language, and its codes as facts for programs. */
export function stepProblem(refusal: StepRefusal): Problem {
  const text = STEP_PROBLEMS[refusal.code]
  const words = wordsOf(refusal)
  const inLocale = (locale: 'zh' | 'en' | 'ru') =>
    say(text, locale, Object.fromEntries(words.map(([name, word]) => [name, word[locale]])))
  return new Problem(
    refusal.code,
    { kind: text.kind, zh: inLocale('zh'), en: inLocale('en'), ru: inLocale('ru') },
    factsOf(refusal),
  )
}

function wordsOf(refusal: StepRefusal): [name: string, word: Text][] {
  const step: [string, Text] = ['step', stepTexts[refusal.step]]
  switch (refusal.code) {
    case 'step.not_your_role':
      return [step, ['by', eitherOf(refusal.by.map((kind) => organisationKindTexts[kind]))]]
    case 'step.wrong_stage': {
      const needed = eitherOf(refusal.needed.map((stage) => stageTexts[stage]))
      return [step, ['stage', stageTexts[refusal.stage]], ['needed', needed]]
    }
    case 'step.wrong_customs_status': {
      const needed = eitherOf(refusal.needed.map((customs) => customsTexts[customs]))
      return [step, ['customs', customsTexts[refusal.customs]], ['needed', needed]]
    }
    case 'step.held_in_transit':
    case 'step.not_held':
      return [step]
  }
}

function factsOf(refusal: StepRefusal): TextFacts {
  const { step } = refusal
  switch (refusal.code) {
    case 'step.not_your_role':
      return { step, by: refusal.by.join(', ') }
    case 'step.wrong_stage':
      return { step, stage: refusal.stage, needed: refusal.needed.join(', ') }
    case 'step.wrong_customs_status':
      return { step, customs: refusal.customs, needed: refusal.needed.join(', ') }
    case 'step.held_in_transit':
    case 'step.not_held':
      return { step }
  }
}

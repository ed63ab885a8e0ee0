/** The rules of amending: until when, how far along the boxes may be, and when the operator must decide. Pure. */
import { problems } from '#kernel/problem.ts'
import type { ContainerState } from '#booking/contract.ts'
import type { BookingState } from '#booking/state-contract.ts'

export type AmendRefusal =
  'booking.too_late_to_amend' | 'booking.too_far_to_amend' | 'booking.other_operator'

/** In the order a person would want to hear it. The state itself is refused by the table of states. */
export function decideAmend(booking: {
  readonly cutoffPassed: boolean
  readonly containers: readonly ContainerState[]
  readonly sameOperator: boolean
}): AmendRefusal | undefined {
  if (booking.cutoffPassed) return 'booking.too_late_to_amend'
  const underWay = booking.containers.some(
    ({ stage, customs }) => stage !== 'booked' || customs !== 'none',
  )
  if (underWay) return 'booking.too_far_to_amend'
  return booking.sameOperator ? undefined : 'booking.other_operator'
}

/** Whether the booking is such that its shipper may ask for a change at all; screens grey their button out with it. */
export function isAmendable(booking: {
  readonly state: BookingState
  readonly containers: readonly ContainerState[]
}): boolean {
  const containers = booking.containers.filter(({ stage }) => stage !== 'cancelled')
  const asked = { cutoffPassed: false, sameOperator: true, containers }
  return booking.state === 'confirmed' && decideAmend(asked) === undefined
}

export const amendmentProblem = problems({
  'booking.too_late_to_amend': {
    kind: 'conflict',
    zh: '订舱截止（{bookingCutoffAt}）后不能在线改单，请联系班列公司',
    en: 'After the booking cut-off ({bookingCutoffAt}) a booking cannot be amended here: call the operator',
    ru: 'После окончания бронирования ({bookingCutoffAt}) изменить его здесь нельзя: обратитесь к оператору',
  },
  'booking.too_far_to_amend': {
    kind: 'conflict',
    zh: '已有箱配箱、进场或报关，不能再改单，请联系班列公司',
    en: 'A box was already assigned, received or declared, so the booking cannot be amended: call the operator',
    ru: 'Контейнер уже назначен, принят или задекларирован, изменить бронирование нельзя: обратитесь к оператору',
  },
  'booking.other_operator': {
    kind: 'invalid',
    zh: '只能改到同一班列公司的班次',
    en: 'A booking can be moved to a train of the same operator only',
    ru: 'Перенести бронирование можно только на поезд того же оператора',
  },
  'booking.no_amendment': {
    kind: 'absent',
    zh: '没有待决定的改单申请',
    en: 'There is no amendment waiting for a decision',
    ru: 'Нет изменения, ожидающего решения',
  },
})

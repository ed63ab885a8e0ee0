/** What each figure counts, in the words its reader sees on screen and in the workbook. Pure. */
import type { Text } from '#kernel/locale.ts'

export const definitions = {
  week: {
    zh: '按发车周统计（周一至周日，始发站日历）：一票订舱计入其所在班列的发车周，改配后计入新班列。本周及以后各周仍会变化。',
    en: 'Everything stands in the week of departure, Monday to Sunday by the calendar of the first stop: a booking in that of its train, a booking that was rolled over in that of its new train. This week and later ones still change.',
    ru: 'Всё относится к неделе отправления (с понедельника по воскресенье, по календарю станции отправления): бронирование — к неделе своего поезда, перенесённое — к неделе нового. Текущая и будущие недели ещё меняются.',
  },
  fill: {
    zh: '装载率 = 已售 TEU ÷ 运能 TEU。已售指订舱已确认的舱位；购物篮、候补报盘和待审申请只算预留，不算已售。未开行的班列不计。',
    en: 'Fill rate is TEU sold by TEU of capacity. Sold are the slots of confirmed bookings; baskets, offers from the waiting list and requests are held, not sold. Cancelled trains are left out.',
    ru: 'Загрузка — проданные ДФЭ к вместимости в ДФЭ. Проданы места подтверждённых бронирований; корзины, предложения из листа ожидания и заявки лишь удерживают места. Отменённые поезда не учитываются.',
  },
  carried: {
    zh: '已订 TEU 为贵司已确认订舱的集装箱（20 英尺计 1，40、45 英尺计 2），不含候补、购物篮和待审申请。',
    en: 'Booked are the boxes of your confirmed bookings, a 20 ft box as one TEU, a 40 or 45 ft box as two; the waiting list, baskets and requests are left out.',
    ru: 'Забронированы контейнеры ваших подтверждённых бронирований: 20 футов — 1 ДФЭ, 40 и 45 футов — 2; лист ожидания, корзины и заявки не учитываются.',
  },
  revenue: {
    zh: '收入为各订舱费用清单的当前合计（不论是否已付款），含改单费、退舱费和亏舱费；待审申请和候补不计。各币种分别列示，从不折算或相加。线下议价、没有费用清单的订舱不计金额，另列票数。',
    en: 'Revenue is what the charge statements of the bookings come to by now, paid or not, with fees for amending, cancelling and no-shows; requests and the waiting list earn nothing yet. Each currency stands by itself; none is converted or added to another. Bookings whose price was agreed elsewhere have no statement: they are counted, not valued.',
    ru: 'Выручка — текущие итоги ведомостей платежей по бронированиям, оплаченных или нет, со сборами за изменение, отмену и невывоз; заявки и лист ожидания не учитываются. Валюты показаны раздельно, без пересчёта и сложения. Бронирования с ценой, согласованной вне платформы, ведомости не имеют: они сосчитаны, но не оценены.',
  },
  spend: {
    zh: '费用为贵司各订舱费用清单的当前合计（不论是否已付款），含改单费、退舱费和亏舱费。各币种分别列示，从不折算或相加。',
    en: 'Charges are what the statements of your bookings come to by now, paid or not, with fees for amending, cancelling and no-shows. Each currency stands by itself; none is converted or added to another.',
    ru: 'Платежи — текущие итоги ведомостей по вашим бронированиям, оплаченным или нет, со сборами за изменение, отмену и невывоз. Валюты показаны раздельно, без пересчёта и сложения.',
  },
  lead: {
    zh: '提前期为已确认订舱从提交到计划发车的整天数。中位数：一半订舱至少提前这么多天；“最晚一成”：十票中有一票只提前这么多天或更短。',
    en: 'Lead time is whole days from making a booking to the planned departure, of confirmed bookings. Half were made at least the median before; one in ten as late as the lower line, or later.',
    ru: 'Срок — полные дни от оформления бронирования до планового отправления, по подтверждённым бронированиям. Половина оформлена не позже чем за медиану; каждое десятое — за срок нижней линии или позже.',
  },
  cancelled: {
    zh: '退舱指已占用舱位后又放弃的订舱：客户在订舱截止前或截止后取消，或班列公司确认后退回（含亏舱）。购物篮、候补和被拒的申请不算。因班列取消而退的另列，不计入退舱率。退舱率 = 退舱票数 ÷（有效票数 + 退舱票数）。',
    en: 'Cancelled are bookings that had slots and gave them up: by the shipper before or after the booking cut-off, or by the operator after it had confirmed (no-shows with them). Baskets, the waiting list and rejected requests do not count. What ended because its train was cancelled stands apart and in no rate. The rate is cancelled by cancelled and good bookings together.',
    ru: 'Отменены бронирования, которые имели места и отдали их: грузоотправителем до или после срока бронирования либо оператором после подтверждения (в том числе невывоз). Корзины, лист ожидания и отклонённые заявки не считаются. Отмены из-за отмены поезда показаны отдельно и в долю не входят. Доля — отменённые к сумме отменённых и действующих.',
  },
} as const satisfies Record<string, Text>

/** Those that a reader's own figures need, in the order of the screen. */
export function definitionsFor(isShipper: boolean): Text[] {
  const { week, fill, carried, revenue, spend, lead, cancelled } = definitions
  return isShipper
    ? [week, carried, spend, lead, cancelled]
    : [week, fill, revenue, lead, cancelled]
}

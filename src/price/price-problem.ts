/** What price refuses, and why, for people. */
import { problems } from '#kernel/problem.ts'

export const priceProblem = problems({
  'price.sheet_absent': {
    kind: 'absent',
    zh: '没有这份运价表',
    en: 'There is no such rate sheet',
    ru: 'Такого тарифного листа нет',
  },
  'price.sheet_state': {
    kind: 'conflict',
    zh: '该运价表{stateZh}，不能这样操作；已发布的运价表不能修改，请起草新版',
    en: 'This sheet is: {stateEn}. What was published is never changed; draft its next version',
    ru: 'Состояние листа: {stateRu}. Опубликованное не изменяют; составьте следующую версию',
  },
  'price.version_exists': {
    kind: 'conflict',
    zh: '该运价表已有新版草稿或已被取代，请打开最新版本',
    en: 'This sheet already has a next version: open that one',
    ru: 'У этого листа уже есть следующая версия: откройте её',
  },
  'price.customer_unsuitable': {
    kind: 'invalid',
    zh: '{organisationId} 不是已登记的外贸企业或货代',
    en: '{organisationId} is not a registered exporter or forwarder',
    ru: '{organisationId} — не зарегистрированный экспортёр или экспедитор',
  },
  'price.dates_reversed': {
    kind: 'invalid',
    zh: '有效期的止日早于起日',
    en: 'The last day is before the first',
    ru: 'Последний день раньше первого',
  },
  'price.rate_repeated': {
    kind: 'invalid',
    zh: '第 {position} 行运价与前面的行重复（同一区段、箱型和箱主）',
    en: 'Rate {position} repeats an earlier one: the same lane, box and owner',
    ru: 'Ставка {position} повторяет предыдущую: те же маршрут, тип и владелец контейнера',
  },
  'price.term_repeated': {
    kind: 'invalid',
    zh: '“{kind}”在增值服务中出现了两次',
    en: '“{kind}” stands among the extras twice',
    ru: '«{kind}» указано среди услуг дважды',
  },
  'price.fee_is_no_service': {
    kind: 'invalid',
    zh: '“{kind}”不能作为附加费或增值服务',
    en: '“{kind}” can be neither a surcharge nor an extra',
    ru: '«{kind}» не может быть ни надбавкой, ни услугой',
  },
  'price.fee_repeated': {
    kind: 'invalid',
    zh: '“{fee}”在同一时限有两条规则',
    en: 'Two rules for “{fee}” have the same hours',
    ru: 'Два правила для «{fee}» с одним и тем же сроком',
  },
  'price.no_rate': {
    kind: 'conflict',
    zh: '该班次没有适用的运价：{equipmentType}（{owner}）。请联系班列公司',
    en: 'No rate in force prices {equipmentType} ({owner}) on this train: ask the operator',
    ru: 'Нет действующей ставки для {equipmentType} ({owner}) на этот поезд: обратитесь к оператору',
  },
  'price.extra_not_offered': {
    kind: 'conflict',
    zh: '运价表中没有“{kind}”这项服务',
    en: 'The sheet offers no “{kind}”',
    ru: 'В тарифном листе нет услуги «{kind}»',
  },
  'price.extra_repeated': {
    kind: 'invalid',
    zh: '“{kind}”选了两次',
    en: '“{kind}” is asked for twice',
    ru: '«{kind}» выбрано дважды',
  },
  'price.extra_too_many': {
    kind: 'invalid',
    zh: '“{kind}”的数量最多为 {quantityMax}',
    en: 'At most {quantityMax} of “{kind}” fit this booking',
    ru: 'Для этого бронирования «{kind}» — не более {quantityMax}',
  },
  'price.too_much': {
    kind: 'invalid',
    zh: '总价超出上限，请核对运价',
    en: 'The total is beyond every price: check the rates',
    ru: 'Итог выше допустимого: проверьте ставки',
  },
  'price.train_closed': {
    kind: 'conflict',
    zh: '该班次已截止订舱或不再开行，不能报价',
    en: 'This train takes no more bookings, so there is no quote for it',
    ru: 'На этот поезд бронирование закрыто, расчёт невозможен',
  },
  'price.quote_absent': {
    kind: 'absent',
    zh: '没有这份报价',
    en: 'There is no such quote',
    ru: 'Такого расчёта нет',
  },
  'price.quote_used': {
    kind: 'conflict',
    zh: '该报价已用于另一票订舱，请重新询价',
    en: 'This quote was already accepted for a booking: ask for another',
    ru: 'Этот расчёт уже использован в бронировании: запросите новый',
  },
  'price.quote_expired': {
    kind: 'conflict',
    zh: '该报价已于 {expiresAt} 失效，请重新询价',
    en: 'This quote ended at {expiresAt}: ask for another',
    ru: 'Срок расчёта истёк {expiresAt}: запросите новый',
  },
  'price.quote_differs': {
    kind: 'conflict',
    zh: '报价与订舱的班次、箱型、箱主或箱量不一致，请按现在的内容重新询价',
    en: 'The quote is for another train or other boxes than are booked: ask for one for these',
    ru: 'Расчёт сделан для другого поезда или других контейнеров: запросите новый',
  },
  'price.quote_needed': {
    kind: 'conflict',
    zh: '箱量、箱型、箱主或班次有变化，请先取得新报价',
    en: 'Other boxes or another train have another price: ask for a quote of them first',
    ru: 'Для других контейнеров или другого поезда нужен новый расчёт стоимости',
  },
  'price.charges_absent': {
    kind: 'absent',
    zh: '该订舱没有费用清单（按协议价订舱，或您不是其货主或班列公司）',
    en: 'This booking has no charge statement for you to see: it was booked without a quote, or is not yours',
    ru: 'Нет доступной вам ведомости платежей: бронирование сделано без расчёта или не ваше',
  },
  'price.other_currency': {
    kind: 'conflict',
    zh: '新报价的币种（{asked}）与费用清单（{kept}）不同，不能改单',
    en: 'The new quote is in {asked}, the statement in {kept}: it cannot be amended with it',
    ru: 'Новый расчёт в {asked}, а ведомость в {kept}: изменить так нельзя',
  },
  'price.period_unclear': {
    kind: 'invalid',
    zh: '请给出起止时间（from、to），格式如 2026-05-01T00:00:00+08:00',
    en: 'Give from and to, written like 2026-05-01T00:00:00+08:00',
    ru: 'Укажите from и to, например 2026-05-01T00:00:00+08:00',
  },
  'price.period_too_long': {
    kind: 'invalid',
    zh: '此期间的记录超过 {entriesMax} 条，请缩短',
    en: 'There are more than {entriesMax} entries in this period: shorten it',
    ru: 'В этом периоде более {entriesMax} записей: сократите его',
  },
})

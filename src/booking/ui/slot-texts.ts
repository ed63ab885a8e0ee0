/** Words of baskets, requests, the waiting list and the operator's board. */
import { defineTexts } from '#web/i18n.ts'

export const slotTexts = defineTexts({
  board: { zh: '班次舱位看板', en: 'Slots of this train', ru: 'Места этого поезда' },
  places: { zh: '舱位（TEU）', en: 'Places, TEU', ru: 'Места, ДФЭ' },
  mass: { zh: '总重（吨）', en: 'Gross mass, t', ru: 'Масса, т' },
  plugs: { zh: '冷藏插座', en: 'Reefer plugs', ru: 'Розетки для рефрижераторов' },
  dangerous: { zh: '危险货物箱位', en: 'Dangerous goods', ru: 'Опасные грузы' },
  load: {
    zh: '已售 {sold} · 预留 {held} · 共 {capacity}',
    en: '{sold} sold · {held} held · {capacity} in all',
    ru: 'Продано {sold} · удержано {held} · всего {capacity}',
  },
  waiting: { zh: '候补名单', en: 'Waiting list', ru: 'Лист ожидания' },
  nobody: { zh: '目前无人候补。', en: 'Nobody waits.', ru: 'Никто не ждёт.' },
  place: { zh: '候补号 {place}', en: 'Place {place}', ru: 'Номер {place}' },
  wants: { zh: '需要 {teu} TEU', en: 'wants {teu} TEU', ru: 'нужно {teu} ДФЭ' },
  rule: {
    zh: '按候补先后递补：有舱位时从前往后逐一核对，能装下即递补；装不下的保留原位并记录在案，后面的可先递补。任何新订舱都不能越过候补名单。每次递补都写入账本，可自行核验。',
    en: 'First come, first served: when slots become free the list is walked from the front, and whoever fits gets them. Who does not fit keeps its place, which is written down, and others may go ahead. No new booking passes the list. Every turn stands in the ledger, where you can check it.',
    ru: 'В порядке очереди: когда места освобождаются, список проходят с начала, и места получает тот, кому их хватает. Кому не хватило, сохраняет номер, это записывается, и следующие могут пройти раньше. Новые бронирования очередь не обходят. Каждый шаг записан в журнал, и его можно проверить.',
  },
  ifFull: {
    zh: '舱位不足时加入候补',
    en: 'If there are too few slots, join the waiting list',
    ru: 'Если мест не хватит, встать в лист ожидания',
  },
  inParts: {
    zh: '可分批递补',
    en: 'In parts, as slots come',
    ru: 'Частями, по мере появления мест',
  },
  together: { zh: '全部箱一起', en: 'All boxes together', ru: 'Все контейнеры вместе' },
  automatic: { zh: '有舱位自动确认', en: 'Confirm at once', ru: 'Подтверждать сразу' },
  offer: {
    zh: '先通知我，2 小时内确认',
    en: 'Offer them to me for two hours',
    ru: 'Предлагать мне на два часа',
  },
  how: { zh: '候补方式', en: 'How to wait', ru: 'Как ждать' },
  turn: { zh: '递补方式', en: 'When it is my turn', ru: 'Когда подойдёт очередь' },
  position: {
    zh: '候补第 {position} 位（候补号 {place}）',
    en: 'Number {position} on the waiting list (place {place})',
    ru: '{position}-е место в листе ожидания (номер {place})',
  },
  placed: {
    zh: '已确认 {count} 箱',
    en: '{count} confirmed so far',
    ru: 'Подтверждено: {count}',
  },
  offered: {
    zh: '有 {count} 箱舱位可确认，截止时间：',
    en: 'Slots for {count} are offered to you until',
    ru: 'Вам предложены места ({count}) до',
  },
  take: { zh: '确认递补', en: 'Take the slots', ru: 'Взять места' },
  taken: { zh: '已确认', en: 'Taken', ru: 'Места взяты' },
  held: {
    zh: '舱位已预留，请在到期前补全资料并确认。到期：',
    en: 'The slots are held; confirm the booking before',
    ru: 'Места удержаны; подтвердите бронирование до',
  },
  complete: { zh: '补全并确认', en: 'Complete and confirm', ru: 'Заполнить и подтвердить' },
  received: {
    zh: '待班列公司确认（危险货物或须其同意的事项）；舱位已为贵方保留。',
    en: 'The operator has to accept it: dangerous goods, or what the cargo rules leave to it. The slots are kept for you.',
    ru: 'Требуется согласие оператора: опасный груз или пункт правил. Места сохранены за вами.',
  },
  why: {
    zh: '班列公司说明：{reason}',
    en: 'The operator says: {reason}',
    ru: 'Оператор сообщает: {reason}',
  },
  accept: { zh: '接受', en: 'Accept', ru: 'Принять' },
  reject: { zh: '拒绝', en: 'Reject', ru: 'Отклонить' },
  carry: { zh: '同意承运的理由', en: 'Why you carry it', ru: 'Почему вы принимаете' },
  amendment: { zh: '处理改单', en: 'Decide on the change', ru: 'Решить об изменении' },
  reason: { zh: '拒绝原因', en: 'Why', ru: 'Причина' },
  bookings: { zh: '订舱', en: 'Bookings', ru: 'Бронирования' },
  none: { zh: '尚无订舱。', en: 'No bookings yet.', ru: 'Бронирований нет.' },
  alarm: {
    zh: '舱位账目核对发现不符，请立即联系平台运营方',
    en: 'The check of this account found something wrong: tell whoever runs the platform',
    ru: 'Проверка счёта мест нашла расхождение: сообщите оператору платформы',
  },
})

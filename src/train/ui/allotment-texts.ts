/** Words of allotments. */
import { defineTexts } from '#web/i18n.ts'

export const allotmentTexts = defineTexts({
  allotments: { zh: '包舱配额', en: 'Allotments', ru: 'Квоты мест' },
  note: {
    zh: '为某单位或某类客户保留的舱位；到释放时间未用的部分转入公开销售。',
    en: 'Slots kept for a party or a kind of party. What is not taken by the release time goes to open sale.',
    ru: 'Места, сохранённые за организацией или видом клиентов. Не занятое к сроку передаётся в открытую продажу.',
  },
  none: { zh: '没有包舱配额。', en: 'No allotments.', ru: 'Квот нет.' },
  allot: { zh: '保留舱位', en: 'Keep slots', ru: 'Сохранить места' },
  allotted: { zh: '已保留', en: 'The slots are kept', ru: 'Места сохранены' },
  close: { zh: '取消', en: 'Close', ru: 'Закрыть' },
  for: { zh: '保留给', en: 'For', ru: 'Для кого' },
  oneParty: { zh: '某一单位', en: 'One organisation', ru: 'Одна организация' },
  exporters: { zh: '所有外贸企业', en: 'All exporters', ru: 'Все экспортёры' },
  forwarders: { zh: '所有货代', en: 'All forwarders', ru: 'Все экспедиторы' },
  party: { zh: '单位', en: 'Organisation', ru: 'Организация' },
  all: { zh: '所有{kind}', en: 'Every {kind}', ru: 'Все: {kind}' },
  places: { zh: '舱位（TEU）', en: 'Places, TEU', ru: 'Места, ДФЭ' },
  tonnesField: { zh: '总重（吨）', en: 'Gross mass, t', ru: 'Масса брутто, т' },
  share: {
    zh: '留空：按舱位比例',
    en: 'Left empty: the places’ share of the train',
    ru: 'Пусто — по доле мест',
  },
  plugs: { zh: '冷藏箱插座', en: 'Reefer plugs', ru: 'Розетки для рефрижераторов' },
  dangerous: {
    zh: '危险货物箱位',
    en: 'Places for dangerous goods',
    ru: 'Места для опасных грузов',
  },
  freeNow: { zh: '公开销售余 {free}', en: '{free} on open sale', ru: 'В открытой продаже {free}' },
  releaseAt: { zh: '释放时间', en: 'Released at', ru: 'Передаётся в продажу' },
  releaseHint: {
    zh: '始发站当地时间，不晚于订舱截止',
    en: 'By the clock of the first stop, no later than the booking cut-off',
    ru: 'По часам первой станции, не позже конца бронирования',
  },
  use: { zh: '使用', en: 'Use', ru: 'Использование' },
  usedOf: {
    zh: '已用 {used} / {amount} TEU，余 {free}',
    en: '{used} of {amount} TEU used, {free} free',
    ru: 'Занято {used} из {amount} ДФЭ, свободно {free}',
  },
  mass: { zh: '总重', en: 'Mass', ru: 'Масса' },
  tonnes: { zh: '{used} / {amount} 吨', en: '{used} of {amount} t', ru: '{used} из {amount} т' },
  actions: { zh: '操作', en: 'Actions', ru: 'Действия' },
  release: { zh: '立即释放', en: 'Release now', ru: 'Передать сейчас' },
  really: {
    zh: '未用的舱位将转入公开销售，不能收回。确定？',
    en: 'What is free in it goes to open sale and does not come back. Release it?',
    ru: 'Свободное перейдёт в открытую продажу без возврата. Передать?',
  },
  keep: { zh: '保留', en: 'Keep it', ru: 'Оставить' },
  released: { zh: '已释放', en: 'Released', ru: 'Передано' },
  releasedDone: { zh: '已释放', en: 'Released to open sale', ru: 'Передано в продажу' },
})

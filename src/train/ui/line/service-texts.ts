/** Words of lines that several of train's screens use. */
import { defineTexts } from '#web/i18n.ts'

export const serviceTexts = defineTexts({
  newService: { zh: '新建线路', en: 'New line', ru: 'Новый маршрут' },
  changeService: { zh: '修改线路', en: 'Change the line', ru: 'Изменить маршрут' },
  names: { zh: '名称', en: 'Name', ru: 'Название' },
  nameZh: { zh: '中文名称', en: 'Name in Chinese', ru: 'Название по-китайски' },
  nameEn: { zh: '英文名称', en: 'Name in English', ru: 'Название по-английски' },
  nameRu: { zh: '俄文名称', en: 'Name in Russian', ru: 'Название по-русски' },
  stops: { zh: '停靠站', en: 'Stops', ru: 'Остановки' },
  stopsHint: {
    zh: '时间为发车后的计划用时；轨距为该站出发时的轨距，与前一站不同即为换轨站。',
    en: 'Times are planned, after the departure. The gauge is that on which the train leaves; where it differs from the stop before, containers change trains.',
    ru: 'Время — плановое, от отправления. Колея — та, по которой поезд уходит; если она иная, чем на предыдущей остановке, здесь перегрузка.',
  },
  after: {
    zh: '+{days} 天 {hours}:{minutes}',
    en: '+{days} d {hours}:{minutes}',
    ru: '+{days} сут. {hours}:{minutes}',
  },
  gaugeMm: { zh: '{gauge} 毫米', en: '{gauge} mm', ru: '{gauge} мм' },
  station: { zh: '第 {number} 站', en: 'Stop {number}', ru: 'Остановка {number}' },
  gaugeOf: {
    zh: '第 {number} 站轨距',
    en: 'Gauge at stop {number}',
    ru: 'Колея, остановка {number}',
  },
  daysOf: {
    zh: '第 {number} 站：发车后天数',
    en: 'Stop {number}: days after departure',
    ru: 'Остановка {number}: суток от отправления',
  },
  hoursOf: {
    zh: '第 {number} 站：小时',
    en: 'Stop {number}: hours',
    ru: 'Остановка {number}: часов',
  },
  minutesOf: {
    zh: '第 {number} 站：分钟',
    en: 'Stop {number}: minutes',
    ru: 'Остановка {number}: минут',
  },
  days: { zh: '天', en: 'd', ru: 'сут.' },
  hours: { zh: '时', en: 'h', ru: 'ч' },
  minutes: { zh: '分', en: 'min', ru: 'мин' },
  addStop: { zh: '增加一站', en: 'Add a stop', ru: 'Добавить остановку' },
  insertStop: {
    zh: '在第 {number} 站前插入',
    en: 'Insert before stop {number}',
    ru: 'Вставить перед остановкой {number}',
  },
  removeStop: {
    zh: '删除第 {number} 站',
    en: 'Remove stop {number}',
    ru: 'Удалить остановку {number}',
  },
  stationMissing: { zh: '请选择车站', en: 'Choose a station', ru: 'Выберите станцию' },
  parties: { zh: '默认参与方', en: 'Default parties', ru: 'Участники по умолчанию' },
  partiesHint: {
    zh: '此后的订舱自动包含这些参与方；已有订舱不变。',
    en: 'They take part in every booking made from now on; those already made stay as they are.',
    ru: 'Они участвуют во всех новых бронированиях; прежние не меняются.',
  },
  warehouses: { zh: '仓库 / 场站', en: 'Warehouses', ru: 'Склады / терминалы' },
  customsOffices: { zh: '海关', en: 'Customs offices', ru: 'Таможенные органы' },
  railways: { zh: '铁路', en: 'Railways', ru: 'Железные дороги' },
  partyMissing: { zh: '请至少选择一个', en: 'Choose at least one', ru: 'Выберите хотя бы одного' },
  trains: { zh: '待发班次', en: 'Trains to come', ru: 'Ближайшие отправления' },
  noTrains: { zh: '还没有待发班次。', en: 'No trains to come yet.', ru: 'Отправлений пока нет.' },
  made: { zh: '线路已建立', en: 'The line is open', ru: 'Маршрут создан' },
  changed: { zh: '已保存', en: 'Saved', ru: 'Сохранено' },
  stationsKept: {
    zh: '该线路已有班次：车站和轨距不能再更改，时间、名称和参与方可以。',
    en: 'Trains are scheduled on this line: its stations and gauges stay; times, names and parties may change.',
    ru: 'На маршруте есть поезда: станции и колея не меняются; время, названия и участников изменить можно.',
  },
})

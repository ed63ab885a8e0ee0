/** Words of the calendar. */
import { defineTexts } from '#web/i18n.ts'

export const calendarTexts = defineTexts({
  calendar: { zh: '班期日历', en: 'Calendar', ru: 'Календарь' },
  note: {
    zh: '日期与时间均按各班列始发站当地时间。',
    en: 'Days and times are those of each train’s station of origin.',
    ru: 'Даты и время — по станции отправления каждого поезда.',
  },
  month: { zh: '月', en: 'Month', ru: 'Месяц' },
  week: { zh: '周', en: 'Week', ru: 'Неделя' },
  view: { zh: '视图', en: 'View', ru: 'Вид' },
  before: { zh: '往前', en: 'Back', ru: 'Назад' },
  next: { zh: '往后', en: 'Forward', ru: 'Вперёд' },
  today: { zh: '今天', en: 'Today', ru: 'Сегодня' },
  corridor: { zh: '通道', en: 'Corridor', ru: 'Коридор' },
  allCorridors: { zh: '全部通道', en: 'All corridors', ru: 'Все коридоры' },
  own: { zh: '仅看本公司', en: 'My trains only', ru: 'Только мои поезда' },
  cutOffs: { zh: '显示截止时间', en: 'Show cut-offs', ru: 'Показать сроки' },
  full: { zh: '已售 {share}%', en: '{share}% taken', ru: 'Занято {share}%' },
  free: { zh: '余 {free} TEU', en: '{free} TEU free', ru: 'Свободно {free} ДФЭ' },
  planned: { zh: '计划', en: 'Planned', ru: 'План' },
  plannedNote: {
    zh: '按开行方案计划，尚未生成',
    en: 'By its timetable, not laid out yet',
    ru: 'По графику, поезд ещё не назначен',
  },
  embargoed: { zh: '停装', en: 'Embargo', ru: 'Запрет' },
  none: {
    zh: '这段时间没有班列。',
    en: 'No trains in this period.',
    ru: 'В этот период поездов нет.',
  },
  more: {
    zh: '班列过多，仅显示前面一部分：请选择通道。',
    en: 'There are more trains than are shown: choose a corridor.',
    ru: 'Показаны не все поезда: выберите коридор.',
  },
  holiday: { zh: '节假日：{name}', en: 'Holiday: {name}', ru: 'Праздник: {name}' },
})

/** The words of the alert screens. What an alert itself says is in words.ts. */
import type { Text } from '#kernel/locale.ts'
import type { AlertChange } from '#alert/contract.ts'
import type { RuleUnit } from '#alert/rule-contract.ts'
import { defineTexts } from '#web/i18n.ts'

export const alertTexts = defineTexts({
  title: { zh: '预警', en: 'Alerts', ru: 'Предупреждения' },
  note: {
    zh: '按本单位规则自动产生、升级和解除。',
    en: 'Opened, made worse and closed by themselves, under your organisation’s own rules.',
    ru: 'Появляются, усиливаются и снимаются автоматически — по правилам вашей организации.',
  },
  rules: { zh: '预警规则', en: 'Alert rules', ru: 'Правила' },
  state: { zh: '状态', en: 'State', ru: 'Состояние' },
  open: { zh: '未解除', en: 'Open', ru: 'Открытые' },
  closed: { zh: '已解除', en: 'Closed', ru: 'Снятые' },
  isClosed: { zh: '已解除', en: 'Closed', ru: 'Снято' },
  all: { zh: '全部', en: 'All', ru: 'Все' },
  kind: { zh: '类型', en: 'Kind', ru: 'Вид' },
  anyKind: { zh: '全部类型', en: 'All kinds', ru: 'Все виды' },
  severity: { zh: '级别', en: 'Severity', ru: 'Уровень' },
  anySeverity: { zh: '全部级别', en: 'Any severity', ru: 'Любой уровень' },
  what: { zh: '预警', en: 'Alert', ru: 'Предупреждение' },
  container: { zh: '集装箱', en: 'Container', ru: 'Контейнер' },
  train: { zh: '班列', en: 'Train', ru: 'Поезд' },
  ofTrain: { zh: '仅班列 {number}', en: 'Train {number} only', ru: 'Только поезд {number}' },
  since: { zh: '起始', en: 'Since', ru: 'С' },
  sinceUntil: { zh: '起止', en: 'From – until', ru: 'Период' },
  actions: { zh: '操作', en: 'Actions', ru: 'Действия' },
  details: { zh: '详情', en: 'Details', ru: 'Подробнее' },
  none: {
    zh: '没有预警，一切正常。',
    en: 'No alerts: all is well.',
    ru: 'Предупреждений нет: всё в порядке.',
  },
  noneSuch: {
    zh: '没有符合条件的预警。',
    en: 'No alert is like this.',
    ru: 'Таких предупреждений нет.',
  },
  acknowledged: { zh: '处理中', en: 'seen to', ru: 'в работе' },
  muted: { zh: '已静音', en: 'muted', ru: 'заглушено' },
  mutedUntil: { zh: '静音至', en: 'Muted until', ru: 'Заглушено до' },
  history: { zh: '经过', en: 'What became of it', ru: 'История' },
  byMachine: { zh: '接口密钥', en: 'an API key', ru: 'ключ API' },
  badge: {
    zh: '{count} 条待处理',
    en: ['{count} waits', '{count} wait'],
    ru: ['{count} ожидает', '{count} ожидают', '{count} ожидают'],
  },
  showAll: { zh: '查看全部预警', en: 'All alerts', ru: 'Все предупреждения' },
})

export const actionTexts = defineTexts({
  acknowledge: { zh: '我来处理', en: 'See to it', ru: 'Взять в работу' },
  acknowledgeNote: {
    zh: '预警保持未解除，但不再计入待处理；升级为红色时重新提醒。',
    en: 'It stays open and is counted no more, until it turns red.',
    ru: 'Остаётся открытым, но не считается ожидающим, пока не станет красным.',
  },
  mute: { zh: '静音', en: 'Mute', ru: 'Заглушить' },
  muteNote: {
    zh: '在此期间，本箱同类预警不再通知本单位。',
    en: 'For so long nobody of yours is told of this kind on this container.',
    ru: 'На это время ваша организация не получает уведомлений этого вида по контейнеру.',
  },
  unmute: { zh: '取消静音', en: 'Unmute', ru: 'Снять заглушение' },
  unmuteNote: {
    zh: '之后的变化重新通知。',
    en: 'What happens from now on is told again.',
    ru: 'О дальнейших изменениях снова будут уведомления.',
  },
  reason: { zh: '原因', en: 'Reason', ru: 'Причина' },
  missing: { zh: '请填写原因', en: 'Say why', ru: 'Укажите причину' },
  duration: { zh: '时长', en: 'For', ru: 'На срок' },
  hours: {
    zh: '{count} 小时',
    en: ['{count} hour', '{count} hours'],
    ru: ['{count} час', '{count} часа', '{count} часов'],
  },
  days: {
    zh: '{count} 天',
    en: ['{count} day', '{count} days'],
    ru: ['{count} день', '{count} дня', '{count} дней'],
  },
  back: { zh: '返回', en: 'Back', ru: 'Назад' },
  done: { zh: '已保存', en: 'Saved', ru: 'Сохранено' },
})

export const changeTexts: Readonly<Record<AlertChange['change'], Text>> = {
  opened: { zh: '预警产生', en: 'Opened', ru: 'Появилось' },
  upgraded: { zh: '升级为红色', en: 'Turned red', ru: 'Стало красным' },
  closed: { zh: '预警解除', en: 'Closed', ru: 'Снято' },
  acknowledged: { zh: '开始处理', en: 'Seen to', ru: 'Взято в работу' },
  muted: { zh: '静音', en: 'Muted', ru: 'Заглушено' },
  unmuted: { zh: '取消静音', en: 'Unmuted', ru: 'Заглушение снято' },
}

export const ruleTexts = defineTexts({
  note: {
    zh: '只影响本单位收到的预警，其他单位按各自规则。保存后立即按新规则重新判断在途集装箱。',
    en: 'They count for what your organisation is alerted of; every other has its own. Once saved, containers on their way are judged anew at once.',
    ru: 'Действуют только для вашей организации; у других — свои. После сохранения контейнеры в пути проверяются заново.',
  },
  on: { zh: '启用', en: 'On', ru: 'Включено' },
  yellow: { zh: '黄色', en: 'Yellow', ru: 'Жёлтое' },
  red: { zh: '红色', en: 'Red', ru: 'Красное' },
  usual: { zh: '恢复默认', en: 'Back to the usual', ru: 'Вернуть обычные' },
  usualIs: { zh: '默认 {value}', en: 'usual: {value}', ru: 'обычно {value}' },
  save: { zh: '保存', en: 'Save', ru: 'Сохранить' },
  saved: { zh: '规则已保存', en: 'The rules are saved', ru: 'Правила сохранены' },
  unset: { zh: '未设置', en: 'not set', ru: 'не задано' },
  onlyAdministrators: {
    zh: '仅管理员可以修改规则。',
    en: 'Only an administrator changes the rules.',
    ru: 'Менять правила может только администратор.',
  },
  order: {
    zh: '阈值顺序有误：“{lesser}”应不大于“{greater}”',
    en: 'In the wrong order: “{lesser}” must not be above “{greater}”',
    ru: 'Пороги перепутаны: «{lesser}» не больше «{greater}»',
  },
})

/** What each threshold is called on the form. */
export const fieldTexts: Readonly<Record<string, Text>> = {
  yellowDays: { zh: '黄色，晚点达', en: 'Yellow from', ru: 'Жёлтое от' },
  redDays: { zh: '红色，达', en: 'Red from', ru: 'Красное от' },
  yellowHours: { zh: '黄色，达', en: 'Yellow from', ru: 'Жёлтое от' },
  redHours: { zh: '红色，达', en: 'Red from', ru: 'Красное от' },
  stationYellowHours: {
    zh: '站内、口岸黄色，达',
    en: 'At stations and borders, yellow from',
    ru: 'На станциях и границах: жёлтое от',
  },
  stationRedHours: {
    zh: '站内、口岸红色，达',
    en: 'At stations and borders, red from',
    ru: 'На станциях и границах: красное от',
  },
  yellowKm: { zh: '黄色，偏离达', en: 'Yellow from', ru: 'Жёлтое от' },
  redKm: { zh: '红色，偏离达', en: 'Red from', ru: 'Красное от' },
  minC: { zh: '最低温度', en: 'Lowest', ru: 'Не ниже' },
  maxC: { zh: '最高温度', en: 'Highest', ru: 'Не выше' },
  redC: { zh: '红色，超出达', en: 'Red when outside by', ru: 'Красное при отклонении на' },
  yellowPercent: { zh: '黄色，电量降至', en: 'Yellow at or below', ru: 'Жёлтое при заряде до' },
  redPercent: { zh: '红色，电量降至', en: 'Red at or below', ru: 'Красное при заряде до' },
  intervals: {
    zh: '无报告达其上报间隔的',
    en: 'Silent for its own interval times',
    ru: 'Молчание в интервалах трекера',
  },
  leastHours: { zh: '且至少', en: 'And for at least', ru: 'И не меньше' },
}

/** Where one kind says it otherwise. */
export const ownFieldTexts: Readonly<Record<string, Text>> = {
  'embargo_ahead.redDays': {
    zh: '红色，距到达不足',
    en: 'Red when due there within',
    ru: 'Красное, если подход через',
  },
}

export const unitTexts: Readonly<Record<RuleUnit, Text>> = {
  days: { zh: '天', en: 'days', ru: 'сут.' },
  hours: { zh: '小时', en: 'h', ru: 'ч' },
  km: { zh: '公里', en: 'km', ru: 'км' },
  celsius: { zh: '°C', en: '°C', ru: '°C' },
  percent: { zh: '%', en: '%', ru: '%' },
  times: { zh: '倍', en: 'times', ru: '×' },
}

/** What each kind means, on the rules’ screen. */
export const kindNotes: Readonly<Record<string, Text>> = {
  late: {
    zh: '按预计到站或已过各点与计划比较；未发车、未到站的按当前时间。',
    en: 'By the estimate and the points passed, against the plan; overdue without a word counts too.',
    ru: 'По прогнозу и пройденным точкам против плана; просрочка без вестей тоже считается.',
  },
  eta_moved: {
    zh: '与上一次告知的预计到站比较，提前或推迟均算。',
    en: 'Against the estimate that you were told last, earlier or later.',
    ru: 'По сравнению с последним сообщённым прогнозом, раньше или позже.',
  },
  embargo_ahead: {
    zh: '前方车站或口岸停限装，且预计在其有效期内到达；超过红色时限前为黄色。',
    en: 'A station ahead is closed when it is due there: yellow, and red when that is near.',
    ru: 'Станция впереди закрыта ко времени подхода: жёлтое, при скором подходе — красное.',
  },
  standing_still: {
    zh: '两公里范围内没有移动；车站和口岸的停留限度另设。',
    en: 'No movement beyond two kilometres; stations and borders have a longer limit.',
    ru: 'Нет движения дальше двух километров; для станций и границ предел больше.',
  },
  off_corridor: {
    zh: '连续两次报告都远离班列线路。',
    en: 'Two reports in a row far from the train’s line.',
    ru: 'Два сообщения подряд далеко от линии поезда.',
  },
  door_opened: {
    zh: '在途时终端报告箱门打开，一律红色。',
    en: 'The tracker says that a door was opened on the way: always red.',
    ru: 'Трекер сообщает об открытии двери в пути: всегда красное.',
  },
  seal_broken: {
    zh: '电子锁报告开锁、剪断或拆除，一律红色。',
    en: 'The lock was opened, cut or taken off: always red.',
    ru: 'Замок вскрыт, перерезан или снят: всегда красное.',
  },
  temperature: {
    zh: '超出该箱温度要求；未为该箱设置时按此处范围，均未设置则不判断。',
    en: 'Outside what its cargo bears; where nobody said so, outside the range set here; without either, never.',
    ru: 'Вне диапазона груза; если он не задан — вне диапазона здесь; без обоих не проверяется.',
  },
  battery_low: {
    zh: '终端或电子锁电量不足。',
    en: 'The battery of the tracker or of its lock.',
    ru: 'Заряд трекера или замка.',
  },
  device_lost: {
    zh: '终端长时间没有报告；两倍时间后升级为红色。',
    en: 'The tracker is silent; red after twice as long.',
    ru: 'Трекер молчит; вдвое дольше — красное.',
  },
}

export const rangeTexts = defineTexts({
  title: { zh: '货物温度要求', en: 'Temperature of the cargo', ru: 'Температура груза' },
  none: { zh: '未设置', en: 'nothing is said of it', ru: 'не задана' },
  set: { zh: '设置', en: 'Set', ru: 'Задать' },
  clear: { zh: '清除', en: 'Take away', ru: 'Убрать' },
  lowest: { zh: '最低', en: 'Lowest', ru: 'Не ниже' },
  highest: { zh: '最高', en: 'Highest', ru: 'Не выше' },
  wholeBooking: {
    zh: '同一订舱的全部集装箱',
    en: 'All containers of the booking',
    ru: 'Все контейнеры бронирования',
  },
})

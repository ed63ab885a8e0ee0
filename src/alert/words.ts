/** The words of alerts in three languages: kinds, severities, and the sentence that is made of an alert's facts. Pure. */
import type { Text } from '#kernel/locale.ts'
import { getStation } from '#kernel/station.ts'
import type { AlertFacts } from '#alert/alert.ts'
import type { ClosedFor } from '#alert/contract.ts'
import type { AlertKind, Severity } from '#alert/rule-contract.ts'

export const alertKindTexts: Readonly<Record<AlertKind, Text>> = {
  late: { zh: '晚点', en: 'Late', ru: 'Опоздание' },
  eta_moved: { zh: '预计到站变动', en: 'Arrival moved', ru: 'Прибытие сдвинулось' },
  embargo_ahead: { zh: '前方停装令', en: 'Embargo ahead', ru: 'Запрещение на пути' },
  standing_still: { zh: '滞留', en: 'Standing still', ru: 'Стоит без движения' },
  off_corridor: { zh: '偏离线路', en: 'Off the line', ru: 'Отклонение от маршрута' },
  door_opened: { zh: '箱门打开', en: 'Door opened', ru: 'Дверь открыта' },
  seal_broken: { zh: '铅封破坏', en: 'Seal broken', ru: 'Пломба нарушена' },
  temperature: { zh: '温度超限', en: 'Temperature out of range', ru: 'Температура вне нормы' },
  battery_low: { zh: '终端电量低', en: 'Battery low', ru: 'Батарея разряжена' },
  device_lost: { zh: '终端失联', en: 'Tracker lost', ru: 'Трекер потерян' },
}

export const severityTexts: Readonly<Record<Severity, Text>> = {
  yellow: { zh: '黄色', en: 'Yellow', ru: 'Жёлтое' },
  red: { zh: '红色', en: 'Red', ru: 'Красное' },
}

export const closedForTexts: Readonly<Record<ClosedFor, Text>> = {
  ended: { zh: '原因已消除', en: 'its cause is over', ru: 'причина устранена' },
  arrived: { zh: '集装箱已到站', en: 'the container arrived', ru: 'контейнер прибыл' },
  cancelled: { zh: '运输已取消', en: 'the shipment was cancelled', ru: 'перевозка отменена' },
  off: { zh: '规则已停用', en: 'the rule was switched off', ru: 'правило отключено' },
}

const all = (say: (locale: 'zh' | 'en' | 'ru') => string): Text => ({
  zh: say('zh'),
  en: say('en'),
  ru: say('ru'),
})

/** As the clock showed it where it was written: `05-01 08:30 (+05:00)`. */
function momentOf(value: unknown): string {
  const text = String(value)
  return `${text.slice(5, 16).replace('T', ' ')} (${text.endsWith('Z') ? 'UTC' : text.slice(-6)})`
}

const nameOf = (code: unknown, locale: 'zh' | 'en' | 'ru'): string =>
  getStation(String(code)).name[locale]

/** `3.5`; whole days are written whole. */
const daysOf = (hours: unknown): string => String(Math.round(Number(hours) / 2.4) / 10)

/** With the comma that a decimal has there. */
const inRussian = (text: string): string => text.replaceAll(/(\d)\.(\d)/g, '$1,$2')

/** The facts as a sentence. */
export function alertDetail(kind: AlertKind, facts: AlertFacts): Text {
  return DETAILS[kind](facts)
}

const DETAILS: Readonly<Record<AlertKind, (facts: AlertFacts) => Text>> = {
  late: ({ hours }) => ({
    zh: `比计划晚 ${daysOf(hours)} 天`,
    en: `${daysOf(hours)} days behind the plan`,
    ru: `отставание от плана: ${inRussian(daysOf(hours))} сут.`,
  }),
  eta_moved: ({ fromAt, toAt, hours }) => {
    const by = Math.abs(Number(hours))
    const isLater = Number(hours) >= 0
    return {
      zh: `预计到站由 ${momentOf(fromAt)} 变为 ${momentOf(toAt)}，${isLater ? '推迟' : '提前'} ${by} 小时`,
      en: `expected ${momentOf(toAt)} instead of ${momentOf(fromAt)}, ${by} h ${isLater ? 'later' : 'earlier'}`,
      ru: `ожидается ${momentOf(toAt)} вместо ${momentOf(fromAt)}, на ${by} ч ${isLater ? 'позже' : 'раньше'}`,
    }
  },
  embargo_ahead: ({ place, at, telegram }) => ({
    zh: `${nameOf(place, 'zh')}停限装（${String(telegram)}），预计 ${momentOf(at)} 到达`,
    en: `${nameOf(place, 'en')} is closed (${String(telegram)}); due there ${momentOf(at)}`,
    ru: `${nameOf(place, 'ru')}: запрещение (${String(telegram)}), подход ${momentOf(at)}`,
  }),
  standing_still: ({ hours, at, near }) =>
    at === null
      ? {
          zh: `在${nearZh(near)}站外停留 ${hours} 小时`,
          en: `stands ${hours} h on the line${nearEn(near)}`,
          ru: `стоит ${hours} ч на перегоне${nearRu(near)}`,
        }
      : {
          zh: `在${nameOf(at, 'zh')}停留 ${hours} 小时`,
          en: `stands ${hours} h at ${nameOf(at, 'en')}`,
          ru: `стоит ${hours} ч на станции ${nameOf(at, 'ru')}`,
        },
  off_corridor: ({ km, near }) => ({
    zh: `偏离线路 ${km} 公里，${nearZh(near)}附近`,
    en: `${km} km off the line${nearEn(near)}`,
    ru: `${km} км от маршрута${nearRu(near)}`,
  }),
  door_opened: ({ at }) => ({
    zh: `${momentOf(at)} 箱门打开`,
    en: `the door was opened at ${momentOf(at)}`,
    ru: `дверь открыта ${momentOf(at)}`,
  }),
  seal_broken: ({ at }) => ({
    zh: `${momentOf(at)} 铅封或锁被打开`,
    en: `the seal or lock was opened at ${momentOf(at)}`,
    ru: `пломба или замок вскрыты ${momentOf(at)}`,
  }),
  temperature: ({ celsius, minC, maxC }) => {
    const range = `${minC ?? '…'} – ${maxC ?? '…'} °C`
    return {
      zh: `箱内 ${celsius} °C，要求 ${range}`,
      en: `${celsius} °C inside, required ${range}`,
      ru: inRussian(`внутри ${celsius} °C, норма ${range}`),
    }
  },
  battery_low: ({ percent }) =>
    percent === null
      ? {
          zh: '终端报告电量不足',
          en: 'the tracker says its battery is low',
          ru: 'трекер сообщает о низком заряде',
        }
      : {
          zh: `终端电量 ${percent}%`,
          en: `the tracker’s battery is at ${percent}%`,
          ru: `заряд трекера ${percent}%`,
        },
  device_lost: ({ hours, heardAt }) => ({
    zh: `终端已 ${hours} 小时无报告，最后报告 ${momentOf(heardAt)}`,
    en: `no report for ${hours} h, the last at ${momentOf(heardAt)}`,
    ru: `нет сообщений ${hours} ч, последнее ${momentOf(heardAt)}`,
  }),
}

const nearZh = (near: unknown): string => (near === null ? '' : nameOf(near, 'zh'))
const nearEn = (near: unknown): string => (near === null ? '' : ` near ${nameOf(near, 'en')}`)
const nearRu = (near: unknown): string => (near === null ? '' : ` у станции ${nameOf(near, 'ru')}`)

/** Several containers of a train in one word. */
export function severalOf(first: string, count: number): Text {
  if (count === 1) return all(() => first)
  return {
    zh: `${first} 等 ${count} 箱`,
    en: `${first} and ${count - 1} more`,
    ru: `${first} и ещё ${count - 1}`,
  }
}

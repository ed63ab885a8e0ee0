/** Whose clock a train diagram is read by: one for the whole sheet, as railways do, whatever zones it runs through. */
import type { Text } from '#kernel/locale.ts'
import { formatMoment } from '#web/formats.ts'
import { useLocale } from '#web/i18n.ts'

export const CLOCKS = ['beijing', 'almaty', 'moscow', 'berlin', 'utc'] as const
export type Clock = (typeof CLOCKS)[number]

export const CLOCK_ZONES: Readonly<Record<Clock, string>> = {
  beijing: 'Asia/Shanghai',
  almaty: 'Asia/Almaty',
  moscow: 'Europe/Moscow',
  berlin: 'Europe/Berlin',
  utc: 'UTC',
}

const clockTexts: Readonly<Record<Clock, Text>> = {
  beijing: { zh: '北京时间', en: 'Beijing time', ru: 'пекинское время' },
  almaty: { zh: '阿拉木图时间', en: 'Almaty time', ru: 'алматинское время' },
  moscow: { zh: '莫斯科时间', en: 'Moscow time', ru: 'московское время' },
  berlin: { zh: '柏林时间', en: 'Berlin time', ru: 'берлинское время' },
  utc: { zh: '协调世界时', en: 'UTC', ru: 'UTC' },
}

/** With its offset by now: `北京时间 +08:00`. */
export function useClockName(): (clock: Clock) => string {
  const { say } = useLocale()
  return (clock) =>
    `${say(clockTexts[clock])} ${formatMoment(new Date().toISOString(), CLOCK_ZONES[clock]).slice(-6)}`
}

/** `11-24 14:20`. */
export const clockTime = (at: string, zone: string): string => formatMoment(at, zone).slice(5, 16)

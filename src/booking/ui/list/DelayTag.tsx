/** How late a container is, in days and hours; its colour says no more than its words. */
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { latenessOf, latenessTexts, type Lateness } from '#kernel/lateness.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'

const texts = defineTexts({
  days: {
    zh: '晚 {days} 天 {hours} 小时',
    en: '{days} d {hours} h late',
    ru: 'опоздание {days} дн. {hours} ч',
  },
  hours: { zh: '晚 {hours} 小时', en: '{hours} h late', ru: 'опоздание {hours} ч' },
})

const TONES: Readonly<Record<Lateness, PillTone>> = {
  on_time: 'good',
  late: 'plain',
  yellow: 'wait',
  red: 'bad',
  unknown: 'plain',
}

export function DelayTag({ lateMinutes }: { lateMinutes: number | null }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const lateness = latenessOf(lateMinutes)
  if (lateMinutes === null) return <span className="soft">{say(latenessTexts.unknown)}</span>
  const days = Math.floor(lateMinutes / 1440)
  const hours = Math.floor((lateMinutes % 1440) / 60)
  const words =
    lateness === 'on_time'
      ? say(latenessTexts.on_time)
      : t(days > 0 ? 'days' : 'hours', { days, hours })
  return <Pill tone={TONES[lateness]}>{words}</Pill>
}

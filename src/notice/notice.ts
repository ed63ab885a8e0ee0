/** The rules of notices: from which importance on a mail goes out, when a failed message is tried again, when a digest is due. Pure. */
import { NOTICE_TONES, noticeKind, type NoticeTone } from '#kernel/notice.ts'
import { timestampIn } from '#kernel/time.ts'
import type { MailWishes } from '#notice/contract.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Standard Webhooks' own schedule: ten attempts over some three days. Mail servers are given the same patience. */
export const RETRY_AFTER_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]

/** When to try again after this many attempts failed; undefined: never. `chance` in [0, 1) spreads those that failed together. */
export function nextAttempt(attempts: number, now: Date, chance: number): Date | undefined {
  const wait = RETRY_AFTER_MS[attempts - 1]
  return wait === undefined ? undefined : new Date(now.getTime() + wait * (1 + chance / 10))
}

/** The tones of which a mail is sent at once. */
export function tonesMailed(atOnce: MailWishes['atOnce']): readonly NoticeTone[] {
  if (atOnce === 'none') return []
  return atOnce === 'all' ? NOTICE_TONES : NOTICE_TONES.slice(NOTICE_TONES.indexOf(atOnce))
}

/** The wishes under which a notice of this tone is mailed at once. */
export function wishesMailedFor(tone: NoticeTone): MailWishes['atOnce'][] {
  const wishes = ['critical', 'warning', 'all'] as const
  return wishes.filter((wish) => tonesMailed(wish).includes(tone))
}

/** The day whose digest is due, as the reader's calendar has it; undefined when it was sent, or its hour has not come. */
export function digestDue(
  wishes: { readonly digestHour: number | null; readonly timeZone: string },
  digestedOn: string | null,
  now: Date,
): string | undefined {
  if (wishes.digestHour === null) return undefined
  const local = timestampIn(now.getTime(), wishes.timeZone)
  const [day, hour] = [local.slice(0, 10), Number(local.slice(11, 13))]
  return hour >= wishes.digestHour && (digestedOn === null || digestedOn < day) ? day : undefined
}

export const webhookTested = noticeKind({
  kind: 'webhook.tested',
  name: { zh: 'Webhook 测试', en: 'Webhook tested', ru: 'Проверка вебхука' },
  title: {
    zh: 'Webhook {url} 的测试消息',
    en: 'A test message for the webhook {url}',
    ru: 'Пробное сообщение для вебхука {url}',
  },
  tone: 'info',
  forPeople: false,
})

export const webhookStopped = noticeKind({
  kind: 'webhook.stopped',
  name: { zh: 'Webhook 已停用', en: 'Webhook stopped', ru: 'Вебхук остановлен' },
  title: {
    zh: 'Webhook {url} 已停用：{why}。修复后可在“通知”页重新启用并补发',
    en: 'The webhook {url} was stopped: {why}. Once mended, start it again under “Notices” and replay',
    ru: 'Вебхук {url} остановлен: {why}. После исправления запустите его в разделе «Уведомления» и повторите отправку',
  },
  tone: 'warning',
})

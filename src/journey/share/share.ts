/** The rules of links: how long they live, and what to answer whom. Pure. */
import { problems } from '#kernel/problem.ts'
import type { ShareLink } from '#journey/share-contract.ts'

export const shareProblem = problems({
  'journey.share_absent': {
    kind: 'absent',
    zh: '没有这个分享链接',
    en: 'There is no such link',
    ru: 'Такой ссылки нет',
  },
  'journey.share_over': {
    kind: 'absent',
    zh: '此链接不存在、已到期或已被撤销，请向分享方索取新链接',
    en: 'This link does not exist, has expired or was revoked: ask whoever gave it to you for a new one',
    ru: 'Такой ссылки нет, она истекла или отозвана: попросите новую у того, кто её дал',
  },
  'journey.share_too_often': {
    kind: 'limited',
    zh: '访问过于频繁，请在 {seconds} 秒后再试',
    en: 'Asked too often: try again in {seconds} seconds',
    ru: 'Слишком много запросов: повторите через {seconds} с',
  },
  'journey.share_other_train': {
    kind: 'forbidden',
    zh: '只有班列公司可以分享整列班列，且仅限本公司的班列',
    en: 'A whole train is shared by its own operator alone',
    ru: 'Поездом целиком может поделиться только его оператор',
  },
  'journey.share_nothing': {
    kind: 'absent',
    zh: '没有可分享的集装箱',
    en: 'There is no container to share',
    ru: 'Нет контейнеров, которыми можно поделиться',
  },
})

export interface Lifetime {
  readonly expiresAt: Date
  readonly revokedAt: Date | null
}

export function shareState({ expiresAt, revokedAt }: Lifetime, now: Date): ShareLink['state'] {
  if (revokedAt !== null) return 'revoked'
  return expiresAt.getTime() <= now.getTime() ? 'expired' : 'open'
}

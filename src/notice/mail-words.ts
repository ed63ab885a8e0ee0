/** The words of a mail: subject on the first line, then the text. `{address}` stands for the server's own, filled in when it is sent. */
import { LOCALE_TAGS, say, type Locale, type Text } from '#kernel/locale.ts'
import { noticeTitle, type NoticeKind } from '#kernel/notice.ts'
import type { NoticeRow } from '#notice/store.ts'

export const ADDRESS = '{address}'

const texts = {
  digest: {
    zh: 'landbridge 每日汇总：{count} 条通知',
    en: 'landbridge, the day: notices {count}',
    ru: 'landbridge за сутки: уведомлений {count}',
  },
  why: {
    zh: '您在“通知 · 邮件”中选择了接收此邮件，可随时更改：',
    en: 'You chose this mail under “Notices · By mail”; change it at any time:',
    ru: 'Вы выбрали эту рассылку в разделе «Уведомления · По почте»; изменить можно в любой момент:',
  },
} as const

export interface Mailed {
  /** Undefined for a kind that this version no longer knows. */
  readonly kind: NoticeKind | undefined
  readonly notice: NoticeRow
}

/** One notice is a mail of its own; several are a digest, and so is what waits (`heads`), be there notices or not. */
export function mailOf(
  mailed: readonly Mailed[],
  { locale, timeZone }: { readonly locale: Locale; readonly timeZone: string },
  heads: readonly { readonly text: Text; readonly path: string }[] = [],
): string {
  const clock = new Intl.DateTimeFormat(LOCALE_TAGS[locale], {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  const lines = mailed.map(({ kind, notice }) => {
    const title = kind === undefined ? notice.kind : noticeTitle(kind, notice.facts, locale)
    return { title, text: `${clock.format(notice.happenedAt)}  ${title}\n${pathOf(notice)}` }
  })
  const subject =
    lines.length === 1 && heads.length === 0
      ? lines[0]!.title
      : say(texts.digest, locale, { count: lines.length })
  const waiting = heads.map(({ text: head, path }) => `${head[locale]}\n${ADDRESS}${path}`)
  const text = [...waiting, ...lines.map(({ text: one }) => one), footOf(locale)].join('\n\n')
  return `${subject}\n${text}\n`
}

function pathOf({ subject }: NoticeRow): string {
  if (subject === null || subject.kind === 'webhook') return `${ADDRESS}/notices`
  return `${ADDRESS}/${subject.kind}s/${subject.id}`
}

const footOf = (locale: Locale): string =>
  `— \n${say(texts.why, locale)} ${ADDRESS}/notices?tab=mail`

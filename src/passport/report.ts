/** A verdict as lines of text, in the reader's language: what `landbridge ledger verify` prints. */
import { containerNumberSpaced, ContainerNumber } from '#kernel/container-number.ts'
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import type { Problem } from '#kernel/problem.ts'
import { StepEvent } from '#booking/contract.ts'
import { eventTexts } from '#booking/words.ts'
import { passportCodeSpaced } from '#passport/passport.ts'
import type { Verdict, VerifiedStatement } from '#passport/verify.ts'

const words = {
  trusted: {
    zh: '文件有效：所载 {count} 条声明均在您信任的账本中，全部核验通过',
    en: 'The file holds: its {count} statements stand in the ledger you trust, and were checked',
    ru: 'Файл верен: его заявления ({count}) содержатся в журнале, которому вы доверяете, и проверены',
  },
  consistent: {
    zh: '文件前后一致：所载 {count} 条声明全部核验通过，但账本公钥取自文件本身（见下）',
    en: 'The file agrees with itself: its {count} statements were checked, against a ledger key taken from the file (see below)',
    ru: 'Файл внутренне согласован: проверены его заявления ({count}), но ключ журнала взят из самого файла (см. ниже)',
  },
  refused: { zh: '文件被拒绝', en: 'The file is refused', ru: 'Файл отклонён' },
  code: { zh: '通行证码', en: 'Code', ru: 'Код' },
  container: { zh: '集装箱', en: 'Container', ru: 'Контейнер' },
  ledger: { zh: '账本', en: 'Ledger', ru: 'Журнал' },
  key: { zh: '公钥', en: 'Key', ru: 'Ключ' },
  root: { zh: '根哈希', en: 'Root', ru: 'Корень' },
  entries: { zh: '{size} 条记录', en: '{size} entries', ru: 'записей: {size}' },
  statements: { zh: '声明', en: 'Statements', ru: 'Заявления' },
  checked: { zh: '已核验', en: 'Checked', ru: 'Проверено' },
  kept: { zh: '未出示', en: 'Kept back', ru: 'Не предъявлено' },
  unproven: { zh: '未能证明', en: 'Not proven', ru: 'Не доказано' },
  page: {
    zh: '核验的是网页中的证据数据，不是网页的程序：打开网页时它所显示的，由其程序决定',
    en: 'Checked is the evidence in the page, not the page’s script: what the page shows when it is opened is up to its script',
    ru: 'Проверены данные на странице, но не её программа: что страница покажет при открытии, решает она',
  },
  place: { zh: '账本第 {index} 位', en: 'ledger {index}', ru: 'журнал {index}' },
} as const satisfies Readonly<Record<string, Text>>

export function reportVerdict(
  verdict: Verdict,
  locale: Locale,
  { isPage = false }: { readonly isPage?: boolean } = {},
): string[] {
  const { code, ledger, statements } = verdict
  const number = statements.at(-1)?.public.containerNumber
  const parsed = ContainerNumber.safeParse(number)
  const word = (name: keyof typeof words, facts = {}) => say(words[name], locale, facts)
  return [
    `✓ ${word(ledger.isPinned ? 'trusted' : 'consistent', { count: statements.length })}`,
    '',
    `${word('code')}: ${passportCodeSpaced(code)}`,
    ...(parsed.success ? [`${word('container')}: ${containerNumberSpaced(parsed.data)}`] : []),
    `${word('ledger')}: ${ledger.origin}, ${word('entries', { size: ledger.size })}`,
    `${word('root')}: ${ledger.root}`,
    `${word('key')}: ${ledger.vkey}`,
    '',
    `${word('statements')}:`,
    ...statements.map((statement) => `  ${lineOf(statement, locale)}`),
    '',
    `${word('checked')}:`,
    ...verdict.checked.map(({ text, facts }) => `  ✓ ${say(text, locale, facts)}`),
    '',
    ...(verdict.kept.length > 0
      ? [
          `${word('kept')}:`,
          ...verdict.kept.map(({ text, facts }) => `  – ${say(text, locale, facts)}`),
          '',
        ]
      : []),
    `${word('unproven')}:`,
    ...verdict.unproven.map(({ text, facts }) => `  ! ${say(text, locale, facts)}`),
    ...(isPage ? [`  ! ${word('page')}`] : []),
  ]
}

export function reportRefusal(problem: Problem, locale: Locale): string[] {
  return [`✗ ${say(words.refused, locale)}`, `  ${problem.detail(locale)}`, `  (${problem.code})`]
}

function lineOf({ number, index, public: said }: VerifiedStatement, locale: Locale): string {
  const event = StepEvent.safeParse(said.event)
  const party = said.party.names?.[locale] ?? organisationKindTexts[said.party.kind][locale]
  return [
    String(number).padStart(2),
    said.at,
    event.success ? eventTexts[event.data][locale] : said.event,
    said.place.city[locale],
    party,
    say(words.place, locale, { index }),
  ].join(' · ')
}

/** A verified route as lines of text, in the reader's language: what `landbridge ledger verify` prints of one. */
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { passportCodeSpaced } from '#passport/passport.ts'
import type { VerifiedTrack } from '#passport/positions/verify-track.ts'

export const trackWords = {
  trusted: {
    zh: '轨迹有效：{fixes} 个定位、{hours} 个小时，均与您信任的账本中所记录的一致',
    en: 'The route holds: its {fixes} fixes of {hours} hours are those recorded in the ledger you trust',
    ru: 'Маршрут верен: координаты ({fixes}, часов: {hours}) совпадают с записанными в журнале, которому вы доверяете',
  },
  consistent: {
    zh: '轨迹与账本记录一致：{fixes} 个定位、{hours} 个小时，但账本公钥取自文件本身（见下）',
    en: 'The route agrees with what was recorded: {fixes} fixes of {hours} hours, against a ledger key taken from the file (see below)',
    ru: 'Маршрут совпадает с записанным: координат {fixes}, часов {hours}, но ключ журнала взят из самого файла (см. ниже)',
  },
  code: { zh: '通行证码', en: 'Code', ru: 'Код' },
  ledger: { zh: '账本', en: 'Ledger', ru: 'Журнал' },
  key: { zh: '公钥', en: 'Key', ru: 'Ключ' },
  entries: { zh: '{size} 条记录', en: '{size} entries', ru: 'записей: {size}' },
  hours: { zh: '时段（UTC）', en: 'Hours (UTC)', ru: 'Часы (UTC)' },
  hour: {
    zh: '{hour} · {fixes} 个定位 · 第 {version} 版 · 账本第 {index} 位',
    en: '{hour} · {fixes} fixes · version {version} · ledger {index}',
    ru: '{hour} · координат: {fixes} · версия {version} · журнал {index}',
  },
  unproven: { zh: '未能证明', en: 'Not proven', ru: 'Не доказано' },
  receiver: {
    zh: '定位本身是否准确：账本记录的是平台收到的内容',
    en: 'That the receivers were right: recorded is what the platform received',
    ru: 'Что приёмники не ошиблись: записано то, что получила платформа',
  },
  whole: {
    zh: '没有遗漏其他小时，也没有更新的版本：文件由出示者选取',
    en: 'That no other hour and no newer version exists: whoever made the file chose what it shows',
    ru: 'Что нет других часов и более новых версий: что показать, выбрал составитель файла',
  },
  pin: {
    zh: '这是您所指的账本：请用 --vkey 指明，或与运营方公布的公钥核对',
    en: 'That this is the ledger you mean: name it with --vkey, or compare the key with the one its operator publishes',
    ru: 'Что это именно тот журнал: укажите его через --vkey или сверьте ключ с опубликованным оператором',
  },
} as const satisfies Readonly<Record<string, Text>>

export function reportTrack({ code, ledger, hours }: VerifiedTrack, locale: Locale): string[] {
  const word = (name: keyof typeof trackWords, facts = {}) => say(trackWords[name], locale, facts)
  const fixes = hours.reduce((sum, hour) => sum + hour.fixes.length, 0)
  return [
    `✓ ${word(ledger.isPinned ? 'trusted' : 'consistent', { fixes, hours: hours.length })}`,
    '',
    `${word('code')}: ${passportCodeSpaced(code)}`,
    `${word('ledger')}: ${ledger.origin}, ${word('entries', { size: ledger.size })}`,
    `${word('key')}: ${ledger.vkey}`,
    '',
    `${word('hours')}:`,
    ...hours.map(
      ({ hour, fixes: { length }, version, index }) =>
        `  ${word('hour', { hour: hour.slice(0, 16), fixes: length, version, index })}`,
    ),
    '',
    `${word('unproven')}:`,
    `  ! ${word('receiver')}`,
    `  ! ${word('whole')}`,
    ...(ledger.isPinned ? [] : [`  ! ${word('pin')}`]),
  ]
}

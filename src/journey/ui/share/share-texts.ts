/** The words of links to the live map. */
import type { Text } from '#kernel/locale.ts'
import type { ShareLink } from '#journey/share-contract.ts'
import { defineTexts } from '#web/i18n.ts'

export const shareStateTexts: Readonly<Record<ShareLink['state'], Text>> = {
  open: { zh: '有效', en: 'Open', ru: 'Действует' },
  expired: { zh: '已到期', en: 'Expired', ru: 'Истекла' },
  revoked: { zh: '已撤销', en: 'Revoked', ru: 'Отозвана' },
}

export const shareTexts = defineTexts({
  title: { zh: '分享链接', en: 'Links to the live map', ru: 'Ссылки на карту' },
  note: {
    zh: '持有链接的人无需账号即可查看位置、路线、作业记录与预计到站，看不到货物、价格与收发货人；链接到期失效，可随时撤销。',
    en: 'Whoever has the link sees place, way, milestones and expected arrival without an account, and nothing of cargo, prices, shipper or consignee. It expires, and can be revoked at any time.',
    ru: 'Владелец ссылки без учётной записи видит место, путь, историю и ожидаемое прибытие, но не груз, цены, отправителя и получателя. Ссылка истекает, её можно отозвать в любой момент.',
  },
  make: { zh: '生成链接', en: 'Make a link', ru: 'Создать ссылку' },
  cancel: { zh: '取消', en: 'Cancel', ru: 'Отмена' },
  days: { zh: '有效期', en: 'Valid for', ru: 'Срок действия' },
  daysCount: {
    zh: '{count} 天',
    en: ['{count} day', '{count} days'],
    ru: ['{count} день', '{count} дня', '{count} дней'],
  },
  for: {
    zh: '备注（给谁，仅本单位可见）',
    en: 'For whom (only your organisation sees this)',
    ru: 'Для кого (видит только ваша организация)',
  },
  address: { zh: '链接地址', en: 'Address of the link', ru: 'Адрес ссылки' },
  once: {
    zh: '请立即复制：地址只显示这一次，平台不保存。',
    en: 'Copy it now: the address is shown this once and kept nowhere.',
    ru: 'Скопируйте сейчас: адрес показывается один раз и нигде не хранится.',
  },
  none: { zh: '还没有分享链接。', en: 'No links yet.', ru: 'Ссылок пока нет.' },
  of: { zh: '内容', en: 'Shows', ru: 'Показывает' },
  container: { zh: '集装箱 {title}', en: 'Container {title}', ru: 'Контейнер {title}' },
  booking: { zh: '订舱 {title}', en: 'Booking {title}', ru: 'Бронирование {title}' },
  train: { zh: '班列 {title}', en: 'Train {title}', ru: 'Поезд {title}' },
  state: { zh: '状态', en: 'State', ru: 'Состояние' },
  expires: { zh: '到期时间', en: 'Expires', ru: 'Действует до' },
  opened: { zh: '打开次数', en: 'Opened', ru: 'Открыта' },
  openedCount: {
    zh: '{count} 次',
    en: ['once', '{count} times'],
    ru: ['{count} раз', '{count} раза', '{count} раз'],
  },
  never: { zh: '未打开', en: 'never', ru: 'ни разу' },
  last: { zh: '最近', en: 'last', ru: 'последний раз' },
  actions: { zh: '操作', en: 'Actions', ru: 'Действия' },
  revoke: { zh: '撤销', en: 'Revoke', ru: 'Отозвать' },
  sure: {
    zh: '撤销后链接立即失效，正在查看的人也会看不到。确定撤销？',
    en: 'The link ends at once, also for those who look at it now. Revoke it?',
    ru: 'Ссылка перестанет действовать сразу, в том числе у тех, кто смотрит сейчас. Отозвать?',
  },
})

/** The words of the notice screens. */
import type { NoticeTone } from '#kernel/notice.ts'
import type { Text } from '#kernel/locale.ts'
import type { MailWishes, MessageState, WebhookState } from '#notice/contract.ts'
import { defineTexts } from '#web/i18n.ts'

export const noticeTexts = defineTexts({
  title: { zh: '通知', en: 'Notices', ru: 'Уведомления' },
  list: { zh: '全部通知', en: 'All notices', ru: 'Все уведомления' },
  mail: { zh: '邮件', en: 'By mail', ru: 'По почте' },
  webhooks: { zh: 'Webhook', en: 'Webhooks', ru: 'Вебхуки' },
  none: {
    zh: '还没有通知。集装箱被扣留、甩箱、到站等事情会出现在这里。',
    en: 'Nothing yet. What happens to your containers, held, rolled over, arrived, is told here.',
    ru: 'Пока ничего. Здесь появится всё важное: задержки, переносы, прибытие контейнеров.',
  },
  tone: { zh: '重要程度', en: 'Importance', ru: 'Важность' },
  anyTone: { zh: '全部', en: 'All', ru: 'Все' },
  what: { zh: '事项', en: 'What happened', ru: 'Что произошло' },
  when: { zh: '时间', en: 'When', ru: 'Когда' },
  open: { zh: '查看', en: 'Open', ru: 'Открыть' },
  fresh: { zh: '未读', en: 'unread', ru: 'не прочитано' },
})

export const bellTexts = defineTexts({
  unread: {
    zh: '通知，{count} 条未读',
    en: ['Notices, {count} unread', 'Notices, {count} unread'],
    ru: [
      'Уведомления, {count} непрочитанное',
      'Уведомления, {count} непрочитанных',
      'Уведомления, {count} непрочитанных',
    ],
  },
  none: { zh: '通知', en: 'Notices', ru: 'Уведомления' },
})

export const toneTexts: Readonly<Record<NoticeTone, Text>> = {
  info: { zh: '动态', en: 'News', ru: 'Событие' },
  good: { zh: '好消息', en: 'Done', ru: 'Выполнено' },
  warning: { zh: '需关注', en: 'Attention', ru: 'Внимание' },
  critical: { zh: '紧急', en: 'Urgent', ru: 'Срочно' },
}

export const mailTexts = defineTexts({
  note: {
    zh: '邮件发到您登录用的邮箱，只影响您本人。',
    en: 'Mail goes to the address you sign in with. This is your own choice and changes nobody else’s.',
    ru: 'Письма приходят на адрес, с которым вы входите. Это ваш личный выбор.',
  },
  notSet: {
    zh: '本服务器尚未配置邮件服务（SMTP_URL）；您的选择会保存，配置后生效。',
    en: 'This server is not set up to send mail (SMTP_URL). Your choice is kept and takes effect once it is.',
    ru: 'Сервер не настроен на отправку почты (SMTP_URL). Выбор сохранится и начнёт действовать после настройки.',
  },
  atOnce: { zh: '立即发送', en: 'At once', ru: 'Сразу' },
  digest: { zh: '每日汇总', en: 'Daily digest', ru: 'Ежедневная сводка' },
  noDigest: { zh: '不发送', en: 'None', ru: 'Не присылать' },
  atHour: { zh: '每天 {hour}:00', en: 'Every day at {hour}:00', ru: 'Каждый день в {hour}:00' },
  zone: { zh: '时区', en: 'Time zone', ru: 'Часовой пояс' },
  locale: { zh: '邮件语言', en: 'Language of the mails', ru: 'Язык писем' },
  save: { zh: '保存', en: 'Save', ru: 'Сохранить' },
  saved: { zh: '已保存', en: 'Saved', ru: 'Сохранено' },
})

export const atOnceTexts: Readonly<Record<MailWishes['atOnce'], Text>> = {
  none: { zh: '不发送', en: 'Nothing', ru: 'Ничего' },
  critical: { zh: '仅紧急事项', en: 'Urgent only', ru: 'Только срочное' },
  warning: {
    zh: '紧急和需关注事项',
    en: 'Urgent and attention',
    ru: 'Срочное и требующее внимания',
  },
  all: { zh: '所有通知', en: 'Everything', ru: 'Всё' },
}

export const webhookTexts = defineTexts({
  note: {
    zh: '事情发生时，我们向您的系统发送签名的 POST 请求（Standard Webhooks）。未送达的会在三天内重试十次。',
    en: 'When something happens, a signed POST goes to your system (Standard Webhooks). What does not arrive is tried ten times over three days.',
    ru: 'О каждом событии в вашу систему уходит подписанный POST-запрос (Standard Webhooks). Недоставленное повторяется десять раз за трое суток.',
  },
  create: { zh: '新建 Webhook', en: 'New webhook', ru: 'Новый вебхук' },
  none: { zh: '还没有 Webhook', en: 'No webhooks yet', ru: 'Вебхуков пока нет' },
  url: { zh: '接收地址', en: 'Address', ru: 'Адрес' },
  kinds: { zh: '通知种类', en: 'Kinds of notice', ru: 'Виды уведомлений' },
  allKinds: { zh: '全部种类', en: 'All kinds', ru: 'Все виды' },
  state: { zh: '状态', en: 'State', ru: 'Состояние' },
  actions: { zh: '操作', en: 'Actions', ru: 'Действия' },
  secretTitle: { zh: '签名密钥', en: 'Signing secret', ru: 'Секрет подписи' },
  secretNote: {
    zh: '只显示这一次，请保存到接收方系统中。',
    en: 'Shown this once: keep it in the receiving system.',
    ru: 'Показывается один раз: сохраните его в принимающей системе.',
  },
  test: { zh: '测试', en: 'Test', ru: 'Проверить' },
  tested: {
    zh: '测试消息已发出',
    en: 'A test message is on its way',
    ru: 'Пробное сообщение отправлено',
  },
  pause: { zh: '暂停', en: 'Pause', ru: 'Приостановить' },
  goOn: { zh: '启用', en: 'Start', ru: 'Запустить' },
  rotate: { zh: '更换密钥', en: 'New secret', ru: 'Сменить секрет' },
  rotateSure: {
    zh: '更换后 24 小时内，消息同时用新旧两个密钥签名。',
    en: 'For 24 hours messages are signed with both the old and the new secret.',
    ru: 'В течение 24 часов сообщения подписываются обоими секретами.',
  },
  remove: { zh: '删除', en: 'Delete', ru: 'Удалить' },
  removeSure: {
    zh: '不再发送到 {url}，等待中的消息也不再发送。',
    en: 'Nothing more is sent to {url}, what waits for it included.',
    ru: 'На {url} больше ничего не отправляется, включая ожидающее.',
  },
  messages: { zh: '发送记录', en: 'What was sent', ru: 'Что отправлено' },
  noMessages: { zh: '还没有发送记录', en: 'Nothing was sent yet', ru: 'Пока ничего не отправлено' },
  answer: { zh: '对方答复', en: 'Answer', ru: 'Ответ' },
  attempts: { zh: '次数', en: 'Attempts', ru: 'Попытки' },
  replay: { zh: '重发', en: 'Send again', ru: 'Отправить снова' },
  replayAll: {
    zh: '重发所有失败消息',
    en: 'Send all given up again',
    ru: 'Повторить все неотправленные',
  },
  cancel: { zh: '取消', en: 'Cancel', ru: 'Отмена' },
  missing: { zh: '请填写此项', en: 'Please fill this in', ru: 'Заполните это поле' },
})

export const webhookStateTexts: Readonly<Record<WebhookState, Text>> = {
  active: { zh: '启用', en: 'active', ru: 'работает' },
  paused: { zh: '已暂停', en: 'paused', ru: 'приостановлен' },
  stopped: { zh: '已停用', en: 'stopped', ru: 'остановлен' },
}

export const messageStateTexts: Readonly<Record<MessageState, Text>> = {
  waiting: { zh: '等待中', en: 'waiting', ru: 'ожидает' },
  sent: { zh: '已送达', en: 'delivered', ru: 'доставлено' },
  given_up: { zh: '未送达', en: 'not delivered', ru: 'не доставлено' },
}

/** Words of the page for developers. The calls' own summaries are English, as the document has them. */
import { defineTexts } from '#web/i18n.ts'

export const developerTexts = defineTexts({
  title: { zh: '开放接口', en: 'Developers', ru: 'Разработчикам' },
  howTo: { zh: '如何调用', en: 'How to call it', ru: 'Как вызывать' },
  key: {
    zh: '每个请求带上 API 密钥：Authorization: Bearer lbk_…。密钥由本单位管理员创建，只显示一次。',
    en: 'Send your API key with every request: Authorization: Bearer lbk_…. An administrator of your organisation makes it; it is shown once.',
    ru: 'Передавайте ключ API в каждом запросе: Authorization: Bearer lbk_…. Ключ создаёт администратор вашей организации; он показывается один раз.',
  },
  keyLink: { zh: '管理 API 密钥', en: 'Manage API keys', ru: 'Управление ключами API' },
  idempotency: {
    zh: 'POST 请求请带 Idempotency-Key。网络中断后用同一键重发，只会执行一次；键保留 7 天，换了内容会被拒绝。',
    en: 'Send an Idempotency-Key with every POST. Sent again after a lost connection, the deed is done once; keys are kept for 7 days, and the same key with another body is refused.',
    ru: 'С каждым POST передавайте Idempotency-Key. При повторе после обрыва связи действие выполнится один раз; ключи хранятся 7 дней, тот же ключ с другим телом отклоняется.',
  },
  pages: {
    zh: '列表按游标翻页：把回复中的 next 作为 cursor 传回，直到 next 为 null。',
    en: 'Lists are read by cursor: pass the reply’s next back as cursor until it is null.',
    ru: 'Списки читаются по курсору: передавайте next из ответа как cursor, пока он не станет null.',
  },
  problems: {
    zh: '被拒绝的请求返回 application/problem+json（RFC 9457）：程序看 code，人看 detail，errors 用 JSON 指针指出每个有误的字段。',
    en: 'A refusal is application/problem+json (RFC 9457): code is for programs, detail for people, errors points to each wrong field.',
    ru: 'Отказ приходит как application/problem+json (RFC 9457): code — для программ, detail — для людей, errors указывает каждое неверное поле.',
  },
  languages: {
    zh: '说明文字的语言由 Accept-Language 决定：zh-CN、en 或 ru。',
    en: 'Accept-Language chooses the language of the texts: zh-CN, en or ru.',
    ru: 'Язык текстов выбирает Accept-Language: zh-CN, en или ru.',
  },
  find: { zh: '查找接口', en: 'Find a call', ru: 'Найти вызов' },
  parameters: { zh: '参数', en: 'Parameters', ru: 'Параметры' },
  body: { zh: '请求体', en: 'Request body', ru: 'Тело запроса' },
  request: { zh: '请求示例', en: 'Example request', ru: 'Пример запроса' },
  answer: { zh: '回复', en: 'Reply', ru: 'Ответ' },
  answerExample: { zh: '回复示例', en: 'Example reply', ru: 'Пример ответа' },
  name: { zh: '字段', en: 'Name', ru: 'Поле' },
  type: { zh: '类型', en: 'Type', ru: 'Тип' },
  meaning: { zh: '说明（英文）', en: 'Meaning', ru: 'Значение (англ.)' },
  required: { zh: '必填', en: 'Required', ru: 'Обязательно' },
})

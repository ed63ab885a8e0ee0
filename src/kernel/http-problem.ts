/** Refusals of the HTTP edge itself, before any slice is asked. */
import { problems } from '#kernel/problem.ts'

export const httpProblem = problems({
  'http.invalid': {
    kind: 'invalid',
    zh: '提交的内容有误，请按提示修改',
    en: 'Some values are not right: see each one below',
    ru: 'Некоторые значения неверны: см. пояснение к каждому',
  },
  'http.unreadable': {
    kind: 'invalid',
    zh: '请求内容不是有效的 JSON',
    en: 'The request body is not valid JSON',
    ru: 'Тело запроса не является корректным JSON',
  },
  'http.too_large': {
    kind: 'invalid',
    zh: '请求内容过大，上限为 {bytesMax} 字节',
    en: 'The request body is too large: at most {bytesMax} bytes are taken',
    ru: 'Тело запроса слишком велико: принимается не более {bytesMax} байт',
  },
  'http.no_route': {
    kind: 'absent',
    zh: '没有这个地址',
    en: 'There is nothing at this address',
    ru: 'По этому адресу ничего нет',
  },
  'http.sign_in_needed': {
    kind: 'unauthenticated',
    zh: '请先登录',
    en: 'Please sign in first',
    ru: 'Сначала войдите в систему',
  },
  'http.not_your_kind': {
    kind: 'forbidden',
    zh: '贵单位的类型无权进行此操作',
    en: 'Your kind of organisation may not do this',
    ru: 'Организации вашего типа это действие недоступно',
  },
  'http.readers_only_read': {
    kind: 'forbidden',
    zh: '您的账号只能查看，不能操作',
    en: 'Your account may look but not act',
    ru: 'Ваша учётная запись позволяет только просмотр',
  },
  'http.administrators_only': {
    kind: 'forbidden',
    zh: '仅本单位管理员可以进行此操作',
    en: 'Only an administrator of your organisation may do this',
    ru: 'Это может сделать только администратор вашей организации',
  },
  'http.cross_site': {
    kind: 'forbidden',
    zh: '请求来自其他网站，已拒绝',
    en: 'The request came from another site and was refused',
    ru: 'Запрос пришёл с другого сайта и отклонён',
  },
  'http.idempotency_key_invalid': {
    kind: 'invalid',
    zh: 'Idempotency-Key 应为 1 至 200 个可见字符',
    en: 'Idempotency-Key must be 1 to 200 visible characters',
    ru: 'Idempotency-Key: от 1 до 200 печатных символов',
  },
  'http.idempotency_key_reused': {
    kind: 'conflict',
    zh: '同一 Idempotency-Key 已用于内容不同的请求',
    en: 'This Idempotency-Key was already used for another request',
    ru: 'Этот Idempotency-Key уже использован для другого запроса',
  },
  'http.already_done': {
    kind: 'conflict',
    zh: '该请求已执行；其结果含密钥，不再重复显示',
    en: 'This was already done; its reply held a secret and is not shown twice',
    ru: 'Уже выполнено; ответ содержал секрет и повторно не показывается',
  },
  'http.given_up': {
    kind: 'conflict',
    zh: '请求在处理之前已被中断，未执行',
    en: 'The request was given up before it was begun: nothing was done',
    ru: 'Запрос был прерван до начала обработки: ничего не сделано',
  },
  'http.busy': {
    kind: 'conflict',
    zh: '同一数据正在被修改，请重试',
    en: 'The same record is being changed right now: try again',
    ru: 'Эта запись сейчас изменяется: повторите попытку',
  },
})

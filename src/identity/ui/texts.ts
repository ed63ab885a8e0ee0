/** The words of identity's screens. */
import type { ApiKeyState, InvitationState } from '#identity/contract.ts'
import type { Text } from '#kernel/locale.ts'
import type { MemberRole } from '#kernel/organisation.ts'
import { defineTexts } from '#web/i18n.ts'
import type { PillTone } from '#web/kit/Pill.tsx'

export const roleTexts: Readonly<Record<MemberRole, Text>> = {
  administrator: { zh: '管理员', en: 'Administrator', ru: 'Администратор' },
  clerk: { zh: '业务员', en: 'Clerk', ru: 'Сотрудник' },
  viewer: { zh: '只读', en: 'Viewer', ru: 'Только просмотр' },
}

export const invitationStateTexts: Readonly<Record<InvitationState, Text>> = {
  open: { zh: '待接受', en: 'Open', ru: 'Ожидает' },
  accepted: { zh: '已接受', en: 'Accepted', ru: 'Принято' },
  revoked: { zh: '已撤回', en: 'Withdrawn', ru: 'Отозвано' },
  expired: { zh: '已过期', en: 'Expired', ru: 'Истекло' },
}

export const invitationStateTones: Readonly<Record<InvitationState, PillTone>> = {
  open: 'wait',
  accepted: 'good',
  revoked: 'plain',
  expired: 'plain',
}

export const apiKeyStateTexts: Readonly<Record<ApiKeyState, Text>> = {
  active: { zh: '有效', en: 'Active', ru: 'Действует' },
  expired: { zh: '已过期', en: 'Expired', ru: 'Истёк' },
  revoked: { zh: '已吊销', en: 'Revoked', ru: 'Отозван' },
}

export const wordTexts = defineTexts({
  email: { zh: '邮箱', en: 'E-mail', ru: 'Электронная почта' },
  password: { zh: '密码', en: 'Password', ru: 'Пароль' },
  name: { zh: '姓名', en: 'Name', ru: 'Имя' },
  role: { zh: '角色', en: 'Role', ru: 'Роль' },
  state: { zh: '状态', en: 'State', ru: 'Состояние' },
  made: { zh: '创建时间', en: 'Made', ru: 'Создано' },
  expires: { zh: '有效期至', en: 'Valid until', ru: 'Действует до' },
  actions: { zh: '操作', en: 'Actions', ru: 'Действия' },
  cancel: { zh: '取消', en: 'Cancel', ru: 'Отмена' },
  missing: { zh: '请填写此项', en: 'Please fill this in', ru: 'Заполните это поле' },
})

export const signInTexts = defineTexts({
  title: { zh: '登录', en: 'Sign in', ru: 'Вход' },
  submit: { zh: '登录', en: 'Sign in', ru: 'Войти' },
  noAccount: {
    zh: '没有账号？请联系本单位管理员或平台运营方，获取邀请链接。',
    en: 'No account? Ask an administrator of your organisation, or the platform, for an invitation.',
    ru: 'Нет учётной записи? Попросите приглашение у администратора вашей организации или у оператора платформы.',
  },
})

export const invitationTexts = defineTexts({
  title: { zh: '接受邀请', en: 'Accept the invitation', ru: 'Принять приглашение' },
  invited: {
    zh: '{organisation}邀请您以“{role}”身份加入。您将使用 {email} 登录。',
    en: '{organisation} invites you as “{role}”. You will sign in with {email}.',
    ru: '{organisation} приглашает вас с ролью «{role}». Для входа используйте {email}.',
  },
  yourName: { zh: '您的姓名', en: 'Your name', ru: 'Ваше имя' },
  choosePassword: { zh: '设置密码', en: 'Choose a password', ru: 'Придумайте пароль' },
  passwordHint: {
    zh: '至少 12 个字符。一句您记得住的话最好，无须大小写或符号。',
    en: 'At least 12 characters. A sentence you remember is best; capitals and symbols are not needed.',
    ru: 'Не менее 12 знаков. Лучше всего запоминающаяся фраза; заглавные буквы и символы не обязательны.',
  },
  submit: { zh: '加入并登录', en: 'Join and sign in', ru: 'Присоединиться и войти' },
  toSignIn: { zh: '去登录', en: 'Go to sign-in', ru: 'Перейти ко входу' },
})

export const organisationTexts = defineTexts({
  title: { zh: '本单位', en: 'Organisation', ru: 'Организация' },
  particulars: { zh: '单位信息', en: 'Particulars', ru: 'Сведения' },
  kind: { zh: '类型', en: 'Kind', ru: 'Тип' },
  nameZh: { zh: '中文名称', en: 'Name in Chinese', ru: 'Название на китайском' },
  nameEn: { zh: '英文名称', en: 'Name in English', ru: 'Название на английском' },
  nameRu: { zh: '俄文名称', en: 'Name in Russian', ru: 'Название на русском' },
  country: { zh: '国家', en: 'Country', ru: 'Страна' },
  creditCode: {
    zh: '统一社会信用代码',
    en: 'Unified social credit code',
    ru: 'Единый код социального кредита',
  },
  registrationNumber: {
    zh: '所在国登记号',
    en: 'Registration number',
    ru: 'Регистрационный номер',
  },
  customsCode: {
    zh: '海关注册编码',
    en: 'China Customs code',
    ru: 'Код таможни Китая',
  },
  address: { zh: '地址', en: 'Address', ru: 'Адрес' },
  signingKey: { zh: '签名密钥', en: 'Signing key', ru: 'Ключ подписи' },
  signingKeyNote: {
    zh: '贵单位的每一步操作都用此密钥（Ed25519）签名后记入账本。公钥任何人可查，私钥加密保存，不对外显示。',
    en: 'Every step your organisation takes is signed with this key (Ed25519) before it enters the ledger. Anyone may read the public key; the private one is kept sealed and never shown.',
    ru: 'Каждый шаг вашей организации подписывается этим ключом (Ed25519) перед записью в журнал. Открытый ключ доступен всем, закрытый хранится зашифрованным и не показывается.',
  },
  keyId: { zh: '密钥标识', en: 'Key ID', ru: 'Идентификатор ключа' },
  keptBy: { zh: '私钥保管', en: 'Private key kept by', ru: 'Закрытый ключ хранит' },
  keptByPlatform: {
    zh: '平台加密保管',
    en: 'the platform, sealed',
    ru: 'платформа, зашифрованным',
  },
  keptByOrganisation: {
    zh: '本单位自行保管',
    en: 'the organisation itself',
    ru: 'сама организация',
  },
  ended: { zh: '停用', en: 'Ended', ru: 'Прекращён' },
  inUse: { zh: '在用', en: 'In use', ru: 'Действует' },
  publicKey: { zh: '公钥', en: 'Public key', ru: 'Открытый ключ' },
})

export const memberTexts = defineTexts({
  title: { zh: '成员', en: 'Members', ru: 'Сотрудники' },
  none: { zh: '还没有成员。', en: 'No members yet.', ru: 'Сотрудников пока нет.' },
  active: { zh: '在用', en: 'Active', ru: 'Активен' },
  inactive: { zh: '已停用', en: 'Deactivated', ru: 'Отключён' },
  you: { zh: '（您）', en: ' (you)', ru: ' (вы)' },
  roleOf: { zh: '{name}的角色', en: 'Role of {name}', ru: 'Роль: {name}' },
  deactivate: { zh: '停用', en: 'Deactivate', ru: 'Отключить' },
  reactivate: { zh: '恢复', en: 'Reactivate', ru: 'Включить' },
  sure: {
    zh: '停用{name}？其登录将立即失效。',
    en: 'Deactivate {name}? They are signed out at once.',
    ru: 'Отключить: {name}? Все сеансы завершатся сразу.',
  },
})

export const invitationsTexts = defineTexts({
  title: { zh: '邀请', en: 'Invitations', ru: 'Приглашения' },
  none: {
    zh: '还没有邀请过成员。',
    en: 'Nobody has been invited yet.',
    ru: 'Приглашений пока нет.',
  },
  invite: { zh: '邀请成员', en: 'Invite a member', ru: 'Пригласить сотрудника' },
  submit: { zh: '生成邀请链接', en: 'Make the invitation', ru: 'Создать приглашение' },
  linkTitle: { zh: '邀请链接', en: 'Invitation link', ru: 'Ссылка-приглашение' },
  linkNote: {
    zh: '请把链接发给 {email}。链接只显示这一次，7 天内有效，只能用一次。',
    en: 'Send this link to {email}. It is shown this once, works for 7 days, and works once.',
    ru: 'Отправьте ссылку на {email}. Она показана только сейчас, действует 7 дней и срабатывает один раз.',
  },
  revoke: { zh: '撤回', en: 'Withdraw', ru: 'Отозвать' },
  sure: {
    zh: '撤回给 {email} 的邀请？',
    en: 'Withdraw the invitation to {email}?',
    ru: 'Отозвать приглашение для {email}?',
  },
})

export const apiKeyTexts = defineTexts({
  title: { zh: 'API 密钥', en: 'API keys', ru: 'Ключи API' },
  note: {
    zh: '供贵单位的系统调用接口。密钥只能办理业务或只读，不能管理成员。',
    en: 'For your own systems to call the API. A key does daily work or only reads; it cannot manage members.',
    ru: 'Для вызова API вашими системами. Ключ выполняет обычную работу или только читает; управлять сотрудниками он не может.',
  },
  none: { zh: '还没有 API 密钥。', en: 'No API keys yet.', ru: 'Ключей API пока нет.' },
  create: { zh: '新建密钥', en: 'New key', ru: 'Новый ключ' },
  keyName: { zh: '用途名称', en: 'What it is for', ru: 'Назначение' },
  days: { zh: '有效天数', en: 'Days valid', ru: 'Срок, дней' },
  ends: { zh: '尾号 {hint}', en: 'ends in {hint}', ru: 'оканчивается на {hint}' },
  lastUsed: { zh: '最近使用', en: 'Last used', ru: 'Последнее использование' },
  never: { zh: '从未使用', en: 'Never', ru: 'Не использовался' },
  secretTitle: { zh: '新的 API 密钥', en: 'The new API key', ru: 'Новый ключ API' },
  secretNote: {
    zh: '请立即复制保存，关闭后无法再次查看。调用时放在请求头：Authorization: Bearer …',
    en: 'Copy it now: it cannot be shown again. Send it in the header Authorization: Bearer …',
    ru: 'Скопируйте сейчас: повторно показать нельзя. Передавайте в заголовке Authorization: Bearer …',
  },
  revoke: { zh: '吊销', en: 'Revoke', ru: 'Отозвать' },
  sure: {
    zh: '吊销密钥“{name}”？使用它的系统将立即无法调用。',
    en: 'Revoke “{name}”? Systems that use it stop working at once.',
    ru: 'Отозвать «{name}»? Системы с этим ключом сразу потеряют доступ.',
  },
})

export const organisationsTexts = defineTexts({
  title: { zh: '入驻单位', en: 'Organisations', ru: 'Организации' },
  none: { zh: '还没有单位。', en: 'No organisations yet.', ru: 'Организаций пока нет.' },
  all: { zh: '全部类型', en: 'All kinds', ru: 'Все типы' },
  filter: { zh: '按类型筛选', en: 'Filter by kind', ru: 'Фильтр по типу' },
  register: { zh: '登记新单位', en: 'Register a party', ru: 'Зарегистрировать организацию' },
  submit: {
    zh: '登记并邀请管理员',
    en: 'Register and invite',
    ru: 'Зарегистрировать и пригласить',
  },
  administratorEmail: {
    zh: '管理员邮箱',
    en: 'E-mail of its administrator',
    ru: 'Почта администратора',
  },
  optional: { zh: '选填', en: 'optional', ru: 'необязательно' },
  name: { zh: '名称', en: 'Name', ru: 'Название' },
})

export const keyTexts = defineTexts({
  replace: { zh: '更换密钥', en: 'Replace the key', ru: 'Заменить ключ' },
  note: {
    zh: '新密钥立即生效，旧密钥随即停用并记入账本。以往用旧密钥签署的声明依然有效。此操作不可撤销。',
    en: 'The new key is used at once; the old one ends, and the ledger says so. What it signed before stays valid. This cannot be undone.',
    ru: 'Новый ключ действует сразу, прежний прекращается, о чём вносится запись в журнал. Подписанное им раньше остаётся в силе. Отменить это нельзя.',
  },
  reason: { zh: '更换原因', en: 'Why', ru: 'Причина' },
  rotated: { zh: '定期更换', en: 'In good order: time for a new one', ru: 'Плановая замена' },
  compromised: {
    zh: '旧私钥可能已泄露',
    en: 'The old private key may be in other hands',
    ru: 'Прежний закрытый ключ мог попасть в чужие руки',
  },
  keeper: { zh: '新密钥由谁保管', en: 'Who keeps the new key', ru: 'Кто хранит новый ключ' },
  platform: {
    zh: '平台：加密保管，自动签名',
    en: 'The platform: kept sealed, signs by itself',
    ru: 'Платформа: хранит зашифрованным и подписывает сама',
  },
  own: {
    zh: '本单位：私钥不离开本单位，由贵方系统签名',
    en: 'We ourselves: it never leaves us, our own system signs',
    ru: 'Мы сами: ключ не покидает организацию, подписывает наша система',
  },
  ownHow: {
    zh: '在贵方电脑上运行下面的命令，把它输出的一行粘贴到此处；然后让 landbridge keys sign 保持运行，否则贵单位的声明会一直等待签名。',
    en: 'Run this command on a computer of yours and paste the line it prints. Then keep landbridge keys sign running: without it your statements wait for their signature.',
    ru: 'Выполните эту команду на своём компьютере и вставьте выведенную строку. Затем держите запущенной landbridge keys sign: без неё заявления будут ждать подписи.',
  },
  pasted: { zh: '命令输出', en: 'What it printed', ru: 'Что она вывела' },
  unreadable: {
    zh: '内容不完整：应为 landbridge keys make 输出的整行',
    en: 'This is not the whole line that landbridge keys make prints',
    ru: 'Это не вся строка, которую выводит landbridge keys make',
  },
})

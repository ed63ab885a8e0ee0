/**
 * The rules of membership: who may be let in, out, or made what; when an invitation or a key still works; what a password
 * must withstand; how often sign-in may be tried. Pure: time and counts are arguments.
 */
import { problems } from '#kernel/problem.ts'
import type { MemberRole } from '#kernel/organisation.ts'
import {
  PASSWORD_CHARS_MAX,
  PASSWORD_CHARS_MIN,
  type ApiKeyState,
  type InvitationState,
} from '#identity/contract.ts'

export const identityProblem = problems({
  'identity.sign_in_failed': {
    kind: 'unauthenticated',
    zh: '邮箱或密码不正确',
    en: 'The e-mail address or the password is not right',
    ru: 'Неверный адрес электронной почты или пароль',
  },
  'identity.too_many_attempts': {
    kind: 'limited',
    zh: '登录尝试过于频繁，请在 {seconds} 秒后再试',
    en: 'Too many sign-in attempts: try again in {seconds} seconds',
    ru: 'Слишком много попыток входа: повторите через {seconds} с',
  },
  'identity.deactivated': {
    kind: 'forbidden',
    zh: '您的账号已停用，请联系本单位管理员',
    en: 'Your account is deactivated: ask an administrator of your organisation',
    ru: 'Ваша учётная запись отключена: обратитесь к администратору вашей организации',
  },
  'identity.organisation_absent': {
    kind: 'absent',
    zh: '没有这个单位',
    en: 'There is no such organisation',
    ru: 'Такой организации нет',
  },
  'identity.organisation_registered': {
    kind: 'conflict',
    zh: '该登记号的单位已存在',
    en: 'An organisation with this registration is already here',
    ru: 'Организация с таким регистрационным номером уже есть',
  },
  'identity.member_absent': {
    kind: 'absent',
    zh: '本单位没有这名成员',
    en: 'Your organisation has no such member',
    ru: 'В вашей организации нет такого сотрудника',
  },
  'identity.last_administrator': {
    kind: 'conflict',
    zh: '这是本单位最后一名管理员，请先指定另一名管理员',
    en: 'This is the last administrator: make somebody else an administrator first',
    ru: 'Это последний администратор: сначала назначьте другого',
  },
  'identity.email_taken': {
    kind: 'conflict',
    zh: '该邮箱已有账号，请直接登录，或请管理员改用其他邮箱邀请',
    en: 'This e-mail address already has an account: sign in, or ask for an invitation to another address',
    ru: 'Для этого адреса уже есть учётная запись: войдите или попросите приглашение на другой адрес',
  },
  'identity.already_member': {
    kind: 'conflict',
    zh: '该邮箱已是本单位成员',
    en: 'This e-mail address already belongs to a member of your organisation',
    ru: 'Этот адрес уже принадлежит сотруднику вашей организации',
  },
  'identity.invitation_absent': {
    kind: 'absent',
    zh: '没有这份邀请，请核对链接是否完整',
    en: 'There is no such invitation: check that the link is whole',
    ru: 'Такого приглашения нет: проверьте, полностью ли скопирована ссылка',
  },
  'identity.invitation_accepted': {
    kind: 'conflict',
    zh: '这份邀请已被使用，请直接登录',
    en: 'This invitation has been used: sign in',
    ru: 'Это приглашение уже использовано: войдите в систему',
  },
  'identity.invitation_revoked': {
    kind: 'conflict',
    zh: '这份邀请已被撤回，请联系邀请您的管理员',
    en: 'This invitation was withdrawn: ask the administrator who invited you',
    ru: 'Это приглашение отозвано: обратитесь к пригласившему вас администратору',
  },
  'identity.invitation_expired': {
    kind: 'conflict',
    zh: '这份邀请已过期，请管理员重新发送',
    en: 'This invitation has expired: ask for a new one',
    ru: 'Срок приглашения истёк: попросите новое',
  },
  'identity.api_key_absent': {
    kind: 'absent',
    zh: '本单位没有这个 API 密钥',
    en: 'Your organisation has no such API key',
    ru: 'У вашей организации нет такого ключа API',
  },
  'identity.members_only': {
    kind: 'forbidden',
    zh: 'API 密钥没有自己的常用筛选，请以成员身份登录',
    en: 'An API key keeps no filters: sign in as a member',
    ru: 'Ключ API не хранит фильтров: войдите как сотрудник',
  },
  'identity.filter_absent': {
    kind: 'absent',
    zh: '您没有保存这个筛选',
    en: 'You keep no such filter',
    ru: 'У вас нет такого сохранённого фильтра',
  },
  'identity.too_many_filters': {
    kind: 'conflict',
    zh: '每个列表最多保存 {filtersMax} 个筛选，请先删除不用的',
    en: 'A list keeps at most {filtersMax} filters: remove one that you no longer need',
    ru: 'Для списка хранится не более {filtersMax} фильтров: удалите ненужный',
  },
  'identity.key_not_possessed': {
    kind: 'invalid',
    zh: '无法确认您持有该公钥对应的私钥：请核对粘贴的内容是否完整，并确认它是为本单位生成的',
    en: 'The proof does not show that you hold this key: check that what you pasted is whole and was made for this organisation',
    ru: 'Доказательство не подтверждает, что ключ у вас: проверьте, что вставленный текст полон и создан для этой организации',
  },
  'identity.key_known': {
    kind: 'conflict',
    zh: '该密钥已经登记过，请生成一把新的密钥',
    en: 'This key has been entered before: make a new one',
    ru: 'Этот ключ уже был внесён: создайте новый',
  },
  'identity.password_short': {
    kind: 'invalid',
    zh: '密码至少 {charactersMin} 个字符；可用一句话，不要求符号',
    en: 'A password has at least {charactersMin} characters; a sentence is fine, symbols are not required',
    ru: 'Пароль — не менее {charactersMin} знаков; подойдёт и фраза, спецсимволы не обязательны',
  },
  'identity.password_long': {
    kind: 'invalid',
    zh: '密码不能超过 {charactersMax} 个字符',
    en: 'A password has at most {charactersMax} characters',
    ru: 'Пароль — не более {charactersMax} знаков',
  },
  'identity.password_guessable': {
    kind: 'invalid',
    zh: '密码太容易被猜到：请避免重复或连续的字符、常见密码和您的姓名、邮箱',
    en: 'This password is easily guessed: avoid repeats, runs, common passwords, your name and your address',
    ru: 'Такой пароль легко угадать: избегайте повторов, последовательностей, частых паролей, имени и адреса',
  },
})
type Code = keyof typeof identityProblem.table

export type Decided<Next, Refusal extends Code> =
  | { readonly next: Next; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly next?: never }

interface Standing {
  readonly role: MemberRole
  readonly active: boolean
}

/** What becomes of a member; an organisation always keeps one active administrator, or nobody could let anyone in again. */
export function decideStanding(
  before: Standing,
  wanted: Partial<Standing>,
  activeAdministrators: number,
): Decided<Standing, 'identity.last_administrator'> {
  const next = { ...before, ...wanted }
  const loses = isActiveAdministrator(before) && !isActiveAdministrator(next)
  return loses && activeAdministrators <= 1 ? { refusal: 'identity.last_administrator' } : { next }
}

function isActiveAdministrator({ role, active }: Standing): boolean {
  return role === 'administrator' && active
}

export interface InvitationFate {
  readonly acceptedAt: Date | null
  readonly revokedAt: Date | null
  readonly expiresAt: Date
}

export function invitationState(fate: InvitationFate, now: Date): InvitationState {
  if (fate.acceptedAt) return 'accepted'
  if (fate.revokedAt) return 'revoked'
  return fate.expiresAt <= now ? 'expired' : 'open'
}

/** An invitation works once, until it is withdrawn or seven days have passed. */
export function decideInvitation(
  fate: InvitationFate,
  now: Date,
): Decided<'open', `identity.invitation_${Exclude<InvitationState, 'open'>}`> {
  const state = invitationState(fate, now)
  return state === 'open' ? { next: 'open' } : { refusal: `identity.invitation_${state}` }
}

export function apiKeyState(
  key: { readonly revokedAt: Date | null; readonly expiresAt: Date },
  now: Date,
): ApiKeyState {
  if (key.revokedAt) return 'revoked'
  return key.expiresAt <= now ? 'expired' : 'active'
}

const DISTINCT_CHARS_MIN = 5
/** Rows people slide a finger along, and the words that start most leaked passwords. */
const RUNS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv',
]
const COMMON = [
  'password',
  'passw0rd',
  'iloveyou',
  'welcome',
  'admin',
  'letmein',
  'landbridge',
  'woaini',
]
const GUESSABLE_LEFT_MAX = 6

/**
 * Length is what counts (OWASP ASVS 2.1): no rules of composition, but nothing a guesser tries first. What is left after the
 * known pieces are taken out must still be long enough to be a secret.
 */
export function decidePassword(
  password: string,
  about: { readonly name: string; readonly email: string },
): Decided<
  string,
  'identity.password_short' | 'identity.password_long' | 'identity.password_guessable'
> {
  if (password.length < PASSWORD_CHARS_MIN) return { refusal: 'identity.password_short' }
  if (password.length > PASSWORD_CHARS_MAX) return { refusal: 'identity.password_long' }
  const lowered = password.toLowerCase()
  const [mailbox = '', host = ''] = about.email.toLowerCase().split('@')
  const own = [...about.name.toLowerCase().split(/\s+/), mailbox, host.split('.')[0] ?? '']
  const pieces = [...COMMON, ...own.filter((piece) => piece.length >= 3)]
  const left = withoutRuns(pieces.reduce((rest, piece) => rest.replaceAll(piece, ''), lowered))
  const guessable = new Set(lowered).size < DISTINCT_CHARS_MIN || left.length <= GUESSABLE_LEFT_MAX
  return guessable ? { refusal: 'identity.password_guessable' } : { next: password }
}

/** Takes out stretches of four and more that follow a run, forwards or backwards. */
function withoutRuns(text: string): string {
  const rows = RUNS.flatMap((row) => [row, Array.from(row).toReversed().join('')])
  let left = ''
  for (let from = 0; from < text.length;) {
    const length = rows.reduce((longest, row) => Math.max(longest, runLength(text, from, row)), 0)
    if (length < 4) left += text.charAt(from)
    from += length < 4 ? 1 : length
  }
  return left
}

function runLength(text: string, from: number, row: string): number {
  let length = 0
  while (from + length < text.length && row.includes(text.slice(from, from + length + 1)))
    length += 1
  return length
}

/**
 * How many sign-ins that fail are borne in a window. Guessing at one account is slowed soon from one place and late from everywhere, so that
 * nobody can shut a colleague out from afar with a handful of wrong passwords.
 */
export const SIGN_IN_LIMITS = [
  { of: 'account_at_address', attemptsMax: 5, minutes: 5 },
  { of: 'address', attemptsMax: 60, minutes: 5 },
  { of: 'account', attemptsMax: 100, minutes: 60 },
] as const

/** One household or office: a whole IPv4 address, the /64 network of an IPv6 address. */
export function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

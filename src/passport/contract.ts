/** What passport says to the outside: a container's public page as one reply, where its statements stand in the ledger, and refusals. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { OrganisationKind } from '#kernel/organisation.ts'
import { problems } from '#kernel/problem.ts'
import type { ValueTexts } from '#kernel/value.ts'
import { ContainerId, Stage, CustomsStatus, StepEvent } from '#booking/step-contract.ts'
import { StepDocument } from '#kernel/document.ts'
import { PublicWay } from '#passport/way-contract.ts'

const Names = z.object({ zh: z.string(), en: z.string(), ru: z.string() })
const Digest = z.string().meta({ description: 'SHA-256, base64url' })

/** A code as somebody typed or scanned it; judged in the handler, so that a mistyped one is told what is wrong with it. */
const typedCode = z.object({
  code: z
    .string()
    .max(100)
    .meta({
      description: 'Code of the container; spaces, hyphens and lower case are read, too',
      examples: ['2PJK88MBJKZZ5E1GRG7SDDDXG71'],
    }),
})
const ofContainer = z.object({ containerId: ContainerId })

export const PublicPlace = z.object({
  code: z.string(),
  city: Names,
  lat: z.number().nullable(),
  lon: z.number().nullable(),
})
export type PublicPlace = z.infer<typeof PublicPlace>

/** One statement as the public may read it. */
export const Milestone = z.object({
  sequence: z.int(),
  event: StepEvent,
  at: z.string(),
  recordedAt: z.string(),
  place: PublicPlace,
  party: z.object({ kind: OrganisationKind, names: Names.optional() }),
  /** Wagon numbers, gauges and what else the step says in public. */
  said: z.record(z.string(), z.json()),
  /** Its place in the ledger; null for the moment until it is sequenced. */
  index: z.int().nullable(),
})
export type Milestone = z.infer<typeof Milestone>

export const LedgerStatus = z.object({
  origin: z.string(),
  vkey: z.string().meta({ description: 'The ledger’s verification key, C2SP signed-note' }),
  size: z.int().meta({ description: 'Entries covered by the published checkpoint' }),
  root: Digest.meta({ description: 'Root hash, standard base64' }),
  checkpoint: z.string().nullable(),
  signedAt: z.string().nullable(),
  waiting: z.int().meta({ description: 'Entries not yet sequenced' }),
  refusal: z
    .object({ code: z.string(), detail: z.string() })
    .nullable()
    .meta({ description: 'Why nothing is signed at present' }),
  recovery: z
    .object({
      first: z.int(),
      end: z.int().meta({ description: 'Entries from first up to, not including, end came back' }),
      at: z.string(),
      statementsWithoutContent: z.int(),
    })
    .nullable()
    .meta({
      description: 'When the ledger last caught up from a mirror; null where it never had to',
    }),
  anchoring: z
    .object({
      contract: z.string(),
      confirmations: z.int(),
      everyMinutes: z.int(),
      last: z
        .object({
          size: z.int().meta({ description: 'Entries the anchored checkpoint covers' }),
          chainId: z.int(),
          block: z.int(),
          transaction: z.string(),
          final: z.boolean(),
        })
        .nullable(),
      waiting: z.int().meta({ description: 'Checkpoints on their way to the chain' }),
      refusal: z.object({ code: z.string(), detail: z.string() }).nullable(),
    })
    .nullable()
    .meta({ description: 'Where checkpoints are anchored on a chain; null where they are not' }),
  witnessing: z
    .object({
      quorum: z.string().meta({ description: 'How many witnesses it takes: k / n, or one’s name' }),
      cosigned: z.int().nullable().meta({
        description: 'Entries covered by the newest checkpoint with that many cosignatures',
      }),
      witnesses: z.array(
        z.object({
          name: z.string(),
          size: z.int().nullable().meta({ description: 'The size it told last' }),
          at: z.string().nullable(),
          state: z.enum(['asking', 'current', 'away', 'ahead', 'split']),
          why: z.string().nullable(),
        }),
      ),
    })
    .nullable()
    .meta({ description: 'Who else has seen the ledger; null where no witness is asked' }),
})
export type LedgerStatus = z.infer<typeof LedgerStatus>

export const PublicPassport = z.object({
  code: z.string(),
  containerNumber: z.string().nullable(),
  equipmentType: z.string(),
  trainNumber: z.string().nullable(),
  stage: Stage,
  customs: CustomsStatus,
  held: z.boolean().meta({ description: 'Stopped on its way until a hold is lifted' }),
  service: z.object({ names: Names, stops: z.array(PublicPlace) }).nullable(),
  milestones: z.array(Milestone),
  /** Beside what parties signed: plan, tracker and estimate, by this platform's word. */
  way: PublicWay,
  /** From the tracker, never finer than a city. */
  lastPlace: PublicPlace.extend({ at: z.string() }).nullable(),
  ledger: z.object({ origin: z.string(), vkey: z.string() }),
  /** The public evidence file, byte for byte: what the page checks is what a person downloads. Null until sequenced. */
  evidence: z.string().nullable(),
})
export type PublicPassport = z.infer<typeof PublicPassport>

export const ContainerPassport = z.object({
  code: z.string(),
  url: z.string(),
  statements: z.array(
    z.object({
      sequence: z.int(),
      event: StepEvent,
      kid: z.string(),
      entryHash: Digest,
      index: z.int().nullable(),
      /** In the checkpoint that the world has seen. */
      published: z.boolean(),
      /** Whether you may open its restricted part in an evidence file. */
      opens: z.boolean(),
      documents: z
        .array(StepDocument.extend({ number: z.int(), name: z.string() }))
        .meta({ description: 'Papers that go with it, as far as you may see them' }),
    }),
  ),
  unsigned: z
    .array(z.object({ sequence: z.int(), event: StepEvent, party: OrganisationKind }))
    .meta({ description: 'Steps that wait for a signature; the first for its own party’s' }),
})
export type ContainerPassport = z.infer<typeof ContainerPassport>

const WrittenPart = z.object({
  content: z.record(z.string(), z.json()),
  salt: z.string().meta({ description: '16 bytes, base64url' }),
})

/** A statement that waits for the signature of your organisation, with everything to check it by before signing. */
export const UnsignedStatement = z.object({
  containerId: ContainerId,
  sequence: z.int(),
  saidAt: z.string(),
  kid: z.string(),
  input: z.string().meta({
    description: 'What to sign with Ed25519, as ASCII: a JWS signing input of the two digests',
  }),
  public: WrittenPart,
  restricted: WrittenPart,
  documents: z.array(WrittenPart),
})
export type UnsignedStatement = z.infer<typeof UnsignedStatement>

/** Answers to the beginning of a digest: who has the whole digest can open the boxes that are about it. */
export const DocumentBoxes = z.object({
  boxes: z.array(z.string()).meta({ description: 'Sealed references, base64url' }),
  narrower: z.boolean().meta({ description: 'Too many begin so: ask with one more digit' }),
})
export type DocumentBoxes = z.infer<typeof DocumentBoxes>

export const passportApi = {
  getPassport: query({
    path: '/passports/:code',
    summary: 'What anyone with the code may know of the container, with the evidence to check it',
    access: 'public',
    params: typedCode,
    reply: PublicPassport,
  }),
  getContainerPassport: query({
    path: '/containers/:containerId/passport',
    summary: 'The code of a container you take part in, and where its statements stand',
    access: 'member',
    params: ofContainer,
    reply: ContainerPassport,
  }),
  listUnsigned: query({
    path: '/statements/unsigned',
    summary:
      'Statements that wait for a signature with the key your organisation keeps itself, the longest waiting first',
    access: 'member',
    reply: z.object({ items: z.array(UnsignedStatement) }),
  }),
  signStatement: command({
    path: '/containers/:containerId/sign-statement',
    summary: 'Sign a statement with the key your organisation keeps itself',
    access: 'member',
    params: ofContainer,
    body: z.object({
      sequence: z.int().min(1),
      signature: z
        .string()
        .regex(/^[A-Za-z0-9_-]{86}$/)
        .meta({ description: 'Ed25519, base64url' }),
    }),
    reply: z.object({}),
  }),
  findDocuments: query({
    path: '/documents/:prefix',
    summary:
      'Where documents stand whose SHA-256 begins like this; sealed, so that only a holder of the document can read it',
    access: 'public',
    params: z.object({ prefix: z.string().max(100) }),
    reply: DocumentBoxes,
  }),
  getLedger: query({
    path: '/ledger',
    summary: 'State of the ledger: size, root, key, what waits, why it would not sign',
    access: 'public',
    reply: LedgerStatus,
  }),
}

/** What is wrong with a code as somebody typed it. */
export const passportCodeTexts = {
  'passport.code_length': {
    zh: '集装箱通行证码共 27 位，您输入了 {length} 位，请对照标签核对',
    en: 'A container’s code has 27 characters and this one has {length}; please compare it with the label',
    ru: 'Код контейнера состоит из 27 знаков, а введено {length}; сверьте его с этикеткой',
  },
  'passport.code_character': {
    zh: '集装箱通行证码中不会出现字符“{character}”，请对照标签核对',
    en: 'The character “{character}” never stands in a container’s code; please compare it with the label',
    ru: 'Знак «{character}» не встречается в коде контейнера; сверьте код с этикеткой',
  },
  'passport.code_check': {
    zh: '通行证码校验不符，可能有一位输错或相邻两位颠倒，请对照标签逐位核对',
    en: 'This code does not check: one character is wrong or two are exchanged; please compare it with the label',
    ru: 'Код не проходит проверку: один знак неверен или два знака переставлены; сверьте код с этикеткой',
  },
} as const satisfies ValueTexts

export const passportProblem = problems({
  'passport.code_length': { kind: 'invalid', ...passportCodeTexts['passport.code_length'] },
  'passport.code_character': { kind: 'invalid', ...passportCodeTexts['passport.code_character'] },
  'passport.code_check': { kind: 'invalid', ...passportCodeTexts['passport.code_check'] },
  'passport.absent': {
    kind: 'absent',
    zh: '此通行证码格式正确，但本平台没有对应的集装箱；请确认是否由其他平台签发',
    en: 'The code is well-formed, but no container here has it; perhaps another platform issued it',
    ru: 'Код составлен верно, но здесь нет такого контейнера; возможно, его выдала другая платформа',
  },
  'passport.not_made_yet': {
    kind: 'conflict',
    zh: '该集装箱的通行证正在生成，请几秒后再试',
    en: 'The container’s passport is being made; please try again in a few seconds',
    ru: 'Паспорт контейнера ещё создаётся; повторите через несколько секунд',
  },
  'passport.choice_unreadable': {
    kind: 'invalid',
    zh: '无法识别要出示的内容“{list}”：应为声明序号（如 7）、单证（如 7.2）或 names，以逗号分隔',
    en: 'What to show, “{list}”, cannot be read: give numbers of statements (7), documents (7.2) or names, with commas between',
    ru: 'Не удаётся прочесть, что предъявить: «{list}». Укажите номера заявлений (7), документов (7.2) или names через запятую',
  },
  'passport.digest_unreadable': {
    kind: 'invalid',
    zh: '摘要前缀“{prefix}”无效：应为 SHA-256 的前 1 至 8 位小写十六进制数字',
    en: '“{prefix}” is no beginning of a SHA-256: give its first 1 to 8 hexadecimal digits in lower case',
    ru: '«{prefix}» — не начало SHA-256: нужны первые 1–8 шестнадцатеричных цифр строчными буквами',
  },
  'passport.no_number_yet': {
    kind: 'conflict',
    zh: '尚未分配箱号：请先由班列公司分配集装箱号，再打印标签',
    en: 'The container has no number yet: the train operator assigns one before its label is printed',
    ru: 'У контейнера ещё нет номера: сначала его присваивает оператор поезда, затем печатается этикетка',
  },
  'passport.labels_unclear': {
    kind: 'invalid',
    zh: '请给出 1 至 {labelsMax} 个集装箱：containers=ctr_…,ctr_…',
    en: 'Name one to {labelsMax} containers: containers=ctr_…,ctr_…',
    ru: 'Укажите от 1 до {labelsMax} контейнеров: containers=ctr_…,ctr_…',
  },
  'passport.nothing_to_sign': {
    kind: 'conflict',
    zh: '该声明目前无需贵单位签名：可能已签、尚未轮到，或签名密钥已更换；请重新获取待签列表',
    en: 'This statement does not wait for your signature: it is signed, not yet its turn, or your key was replaced; ask again what is to be signed',
    ru: 'Это заявление не ждёт вашей подписи: оно подписано, до него не дошла очередь или ключ заменён; запросите список снова',
  },
  'passport.wrong_signature': {
    kind: 'invalid',
    zh: '签名与待签内容或登记的公钥 {kid} 不符',
    en: 'The signature is not by the key {kid} over what was to be signed',
    ru: 'Подпись не соответствует ключу {kid} или подписанному содержанию',
  },
  'passport.not_sequenced_yet': {
    kind: 'conflict',
    zh: '该集装箱的声明尚未写入账本，暂无证据文件，请稍后再试',
    en: 'The container’s statements are not in the ledger yet, so there is no evidence file; please try again shortly',
    ru: 'Заявления о контейнере ещё не внесены в журнал, файла доказательств пока нет; повторите позже',
  },
  'passport.route_not_recorded_yet': {
    kind: 'conflict',
    zh: '该时段还没有已写入账本的轨迹：每小时结束约半小时后写入，请稍后再试',
    en: 'No fixes of this period are in the ledger yet: each hour is entered about half an hour after it ends',
    ru: 'Координаты за этот период ещё не внесены в журнал: каждый час вносится примерно через полчаса после окончания',
  },
  'passport.route_too_long': {
    kind: 'invalid',
    zh: '时段过长：一次最多证明 {hours} 个有定位的小时，请缩短时段',
    en: 'The period is too long: at most {hours} hours with fixes are proven at a time; name a shorter one',
    ru: 'Период слишком длинный: за раз подтверждается не более {hours} часов с координатами; укажите меньший',
  },
  'passport.route_changed': {
    kind: 'conflict',
    zh: '以下小时的轨迹点与写入账本时不同：{hours}。数据库中的定位已被改动，无法出具证明',
    en: 'The fixes of these hours are not as they were entered: {hours}. The database was altered, and there is no proof of them',
    ru: 'Координаты за эти часы не такие, какими были внесены: {hours}. База изменена, подтвердить их нельзя',
  },
  'passport.period_unreadable': {
    kind: 'invalid',
    zh: '无法识别时间“{time}”：请使用 RFC 3339 格式，如 2026-03-02T08:00:00+08:00',
    en: 'The time “{time}” cannot be read: write it as RFC 3339, like 2026-03-02T08:00:00+08:00',
    ru: 'Не удаётся прочесть время «{time}»: запишите его по RFC 3339, например 2026-03-02T08:00:00+08:00',
  },
})

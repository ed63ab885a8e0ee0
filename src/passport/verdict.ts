/** The verdict on an evidence file in words: what was checked, and, as important, what it does not prove. */
import type { Text, TextFacts } from '#kernel/locale.ts'
import type { KeyKeeper } from '#kernel/public-key.ts'
import type { VerifiedAnchor } from '#passport/anchoring/verify-anchor.ts'
import type { Verdict, VerifiedStatement } from '#passport/verify.ts'
import type { VerifiedKey } from '#passport/verify-key.ts'
import type { VerifiedLedger } from '#passport/verify-place.ts'

export interface Finding {
  readonly code: string
  readonly text: Text
  readonly facts: TextFacts
}

export const checkedTexts = {
  'checked.bytes': {
    zh: '文件为规范格式，没有多余或无依据的字节',
    en: 'The file is in its one canonical form, without a byte that nothing vouches for',
    ru: 'Файл записан в единственной канонической форме; в нём нет байтов, за которые никто не ручается',
  },
  'checked.checkpoint': {
    zh: '账本 {origin} 的检查点签名有效，账本共 {size} 条记录',
    en: 'The checkpoint of the ledger {origin}, {size} records long, carries a valid signature of the ledger’s key',
    ru: 'Контрольная точка журнала {origin} ({size} записей) подписана ключом журнала',
  },
  'checked.keys': {
    zh: '{count} 个参与方的签名公钥均已登记在账本中，且由账本公钥签名确认',
    en: 'The signing keys of {count} parties stand in the ledger, vouched for by the ledger’s key',
    ru: 'Ключи подписи участников ({count}) внесены в журнал и заверены его ключом',
  },
  'checked.inclusion': {
    zh: '{count} 条声明均在该检查点所述的账本之中',
    en: 'All {count} statements stand in the ledger that the checkpoint describes',
    ru: 'Все заявления ({count}) содержатся в журнале, который описывает контрольная точка',
  },
  'checked.signatures': {
    zh: '每条声明都由其参与方的密钥签名',
    en: 'Each statement is signed with the key of the party that made it',
    ru: 'Каждое заявление подписано ключом стороны, которая его сделала',
  },
  'checked.digests': {
    zh: '公开内容与账本中的加盐摘要逐条一致',
    en: 'What each statement says in public matches its salted digest in the ledger',
    ru: 'Открытое содержание каждого заявления совпадает с отпечатком в журнале',
  },
  'checked.restricted': {
    zh: '其中 {count} 条声明披露的受限内容也与摘要一致',
    en: 'The restricted contents disclosed with {count} of them match their digests, too',
    ru: 'Раскрытые закрытые сведения ({count}) также совпадают с отпечатками',
  },
  'checked.story': {
    zh: '声明同属一个通行证码和同一集装箱，自第 1 条起首尾相接、没有缺漏，各方均有权作出，且符合作业次序',
    en: 'The statements are about one code and one container, follow one another from the first without a gap, are each by a party entitled to make it, and keep the order of the steps',
    ru: 'Заявления относятся к одному коду и одному контейнеру, идут подряд с первого без пропусков, сделаны сторонами, имеющими на это право, и соблюдают порядок шагов',
  },
  'checked.revoked': {
    zh: '第 {numbers} 条声明的签名公钥后来（账本第 {index} 位）已停用；这些声明在此之前作出，仍以当时的公钥为准',
    en: 'The key under statements {numbers} was ended later (ledger {index}); they stand before that, and are judged by the key of their time',
    ru: 'Ключ под заявлениями {numbers} позже прекращён (журнал {index}); они внесены раньше и оцениваются по ключу своего времени',
  },
  'checked.kept_by_party': {
    zh: '据账本登记，第 {numbers} 条声明的私钥由作出声明的单位自行保管，不在平台手中',
    en: 'The ledger has the keys under statements {numbers} down as kept by the parties themselves, not by the platform',
    ru: 'По записи в журнале, ключи под заявлениями {numbers} хранят сами стороны, а не платформа',
  },
  'checked.witnesses': {
    zh: '该检查点经 {count} 个见证方联署：{names}；即在联署之时，账本所载均已存在，且与其先前所见一致',
    en: 'The checkpoint is cosigned by {count} witnesses: {names}. All it covers existed by then, and continues what they had seen before',
    ru: 'Контрольную точку заверили свидетели ({count}): {names}. К этому времени всё, что она охватывает, существовало и продолжало виденное ими ранее',
  },
  'checked.anchor': {
    zh: '账本在自身记录中签名声明：前 {size} 条记录的根哈希已锚定到链 {chainId} 的第 {block} 号区块；该检查点是本文件检查点的前身，涵盖其中 {count} 条声明',
    en: 'The ledger states, signed and among its own records, that its first {size} records are anchored in block {block} of chain {chainId}; that checkpoint is a beginning of this file’s and covers {count} of the statements',
    ru: 'Журнал подписанной записью подтверждает, что его первые {size} записей закреплены в блоке {block} цепочки {chainId}; эта контрольная точка — начало контрольной точки файла и охватывает заявлений: {count}',
  },
} as const satisfies Readonly<Record<string, Text>>

export const unprovenTexts = {
  'unproven.ledger_key': {
    zh: '账本公钥取自文件本身：请与账本运营方公布的公钥 {vkey} 核对，否则无法排除整份文件系伪造',
    en: 'The ledger’s key was taken from the file itself. Compare it with the one the ledger’s operator publishes, {vkey}: until then the whole file could be made up',
    ru: 'Ключ журнала взят из самого файла. Сравните его с опубликованным оператором журнала: {vkey}. До этого нельзя исключить, что весь файл выдуман',
  },
  'unproven.later': {
    zh: '文件证明的是前 {count} 条声明，不是目前的状态：出示者可以略去末尾的声明，检查点再新也看不出来；此后也可能又有新的步骤（最后一条记录于 {recordedAt}）。需要了解现状，请凭通行证码向平台查询，或用 --mirror 对照账本的镜像核查',
    en: 'Proven are the first {count} statements, not where things stand: whoever passes the file on can leave out the last ones, under however fresh a checkpoint, and others may have followed (the last here was recorded {recordedAt}). For the present state ask the platform by the code, or check against a mirror of the ledger with --mirror',
    ru: 'Доказаны первые заявления ({count}), а не нынешнее состояние: составитель файла может опустить последние при сколь угодно свежей контрольной точке, и после них могли появиться новые (последнее здесь записано {recordedAt}). Нынешнее состояние спросите у платформы по коду или сверьте с копией журнала: --mirror',
  },
  'unproven.only': {
    zh: '账本中是否另有同一序号的声明（即同一集装箱的另一种结局），仅凭此文件无法排除；对照账本镜像（--mirror）即可发现',
    en: 'That the ledger holds no other statement with one of these numbers, another ending of the same story, the file cannot show; a mirror of the ledger can (--mirror)',
    ru: 'Что в журнале нет другого заявления под тем же номером — иного конца той же истории, — файл показать не может; это покажет копия журнала (--mirror)',
  },
  'unproven.truth': {
    zh: '证明的是某方作出过这一声明，而不是声明所述属实',
    en: 'It is proven that the party made the statement, not that the statement is true',
    ru: 'Доказано, что сторона сделала заявление, но не то, что оно соответствует действительности',
  },
  'unproven.hand': {
    zh: '第 {numbers} 条声明的私钥由平台代为保管：平台能够以这些单位的名义签名，因此签名不证明由该单位亲手签署',
    en: 'The keys under statements {numbers} are kept by the platform for their parties. It can sign in their names, so the signature does not prove the party’s own hand',
    ru: 'Ключи под заявлениями {numbers} хранит за стороны платформа. Она может подписать от их имени, поэтому подпись не доказывает собственную руку стороны',
  },
  'unproven.revocation': {
    zh: '这些公钥是否已停用，无论在所签声明之前还是之后，文件都可以略去不提；对照账本镜像（--mirror）即可发现',
    en: 'Whether one of the keys was ended, be it before or after what it signed here, the file may leave out; a mirror of the ledger tells (--mirror)',
    ru: 'О том, что ключ прекращён — до или после подписанного здесь, — файл может умолчать; это покажет копия журнала (--mirror)',
  },
  'unproven.compromised': {
    zh: '第 {numbers} 条声明的公钥后来因可能泄露而停用：无法排除其中有他人冒签，必要时请向该单位核实',
    en: 'The key under statements {numbers} was later ended because it may have been in other hands: that somebody else signed cannot be ruled out; ask the party where it matters',
    ru: 'Ключ под заявлениями {numbers} позже прекращён как возможно похищенный: подпись чужими руками не исключена; при необходимости спросите саму сторону',
  },
  'unproven.time': {
    zh: '时间由作出声明的一方和平台填写，没有独立的时间戳，彼此之间也不作比对',
    en: 'Times are as the parties and the platform wrote them; no independent clock confirms them, and they are not checked against one another',
    ru: 'Время указано сторонами и платформой; независимой отметки времени нет, и между собой времена не сверяются',
  },
  'unproven.time_order': {
    zh: '第 {numbers} 条声明所写的记录时间早于前一条：时钟有误，或时间不实',
    en: 'Statements {numbers} say that they were recorded before the statement they follow: a clock was wrong, or a time is not true',
    ru: 'Заявления {numbers} указывают время записи раньше предыдущего: часы ошибались или время неверно',
  },
  'unproven.one_history': {
    zh: '检查点没有见证方联署：账本是否曾向他人出示另一份历史，仅凭此文件无法排除',
    en: 'No witness has cosigned the checkpoint: whether the ledger ever showed others another history cannot be told from this file',
    ru: 'Контрольная точка не заверена свидетелями: по этому файлу нельзя исключить, что другим показывали иную историю',
  },
  'unproven.witness_keys': {
    zh: '见证方的公钥取自文件本身：请与各见证方公布的公钥核对（{vkeys}），或以 --policy 指定您信任的见证方',
    en: 'The witnesses’ keys were taken from the file itself: compare them with those the witnesses publish ({vkeys}), or name the witnesses you trust with --policy',
    ru: 'Ключи свидетелей взяты из самого файла: сравните их с опубликованными свидетелями ({vkeys}) или укажите доверенных свидетелей параметром --policy',
  },
  'unproven.chain': {
    zh: '尚未向区块链核实锚定：请运行 landbridge ledger verify 并以 --rpc 指定您信任的节点',
    en: 'The chain itself was not asked about the anchor: run landbridge ledger verify with --rpc and the address of a node you trust',
    ru: 'Сама цепочка о закреплении не опрошена: запустите landbridge ledger verify с параметром --rpc и адресом узла, которому доверяете',
  },
} as const satisfies Readonly<Record<string, Text>>

export const keptTexts = {
  'kept.restricted': {
    zh: '第 {numbers} 条声明的受限内容未随文件出示，只有其摘要受签名约束',
    en: 'The restricted parts of statements {numbers} are kept back: the file holds their digests alone',
    ru: 'Закрытые части заявлений {numbers} не предъявлены: в файле только их отпечатки',
  },
  'kept.documents': {
    zh: '第 {numbers} 条声明所附单证中有 {count} 份未随文件出示',
    en: 'Of the documents that go with statements {numbers}, {count} are kept back',
    ru: 'Из документов, приложенных к заявлениям {numbers}, не предъявлено: {count}',
  },
  'kept.names': {
    zh: '{count} 个参与方的名称未随文件出示，文件只说明其类别',
    en: 'The names of {count} parties are kept back: the file tells their kind alone',
    ru: 'Названия участников ({count}) не предъявлены: указан только их вид',
  },
} as const satisfies Readonly<Record<string, Text>>

/** What the file does not show, though the ledger holds its digest. */
export function describeKept(
  keys: readonly VerifiedKey[],
  statements: readonly VerifiedStatement[],
): readonly Finding[] {
  const shut = statements.filter(({ restricted }) => restricted === undefined)
  const hiding = statements.filter(({ documents }) =>
    documents.some(({ content }) => content === undefined),
  )
  const documents = hiding.flatMap((one) => one.documents).filter(({ content }) => !content).length
  const unnamed = keys.filter(({ names, restricted }) => !names && !restricted).length
  const numbers = ranges(hiding)
  return [
    ...about(keptTexts, 'kept.restricted', shut),
    ...(documents > 0 ? [found(keptTexts, 'kept.documents', { numbers, count: documents })] : []),
    ...(unnamed > 0 ? [found(keptTexts, 'kept.names', { count: unnamed })] : []),
  ]
}

/** `1–3, 7`. */
function ranges(statements: readonly VerifiedStatement[]): string {
  const runs: [first: number, last: number][] = []
  for (const { number } of statements) {
    const run = runs.at(-1)
    if (run?.[1] === number - 1) run[1] = number
    else runs.push([number, number])
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ')
}

/** Keys that were ended after they signed: replaced, or given up because they may have been stolen. */
function describeRevoked(statements: readonly VerifiedStatement[]) {
  return [...Map.groupBy(statements, ({ key }) => key)].flatMap(([{ revoked }, signed]) =>
    revoked ? [{ ...revoked, numbers: ranges(signed) }] : [],
  )
}

/** By name: a witness that cosigned with two keys is one witness. */
function factsOf({ witnesses }: VerifiedLedger): TextFacts {
  const times = new Map(witnesses.map(({ name, atSeconds }) => [name, atSeconds]))
  const names = [...times].map(([name, seconds]) => `${name} (${readTime(seconds)})`)
  return { count: times.size, names: names.join(', ') }
}

/** `2026-11-24 10:00 UTC`, which reads alike in every language. */
const readTime = (seconds: number): string =>
  seconds <= TIME_SECONDS_MAX
    ? `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    : `${seconds} s`
const TIME_SECONDS_MAX = 253_402_300_799

function describeUnwitnessed({ witnesses, isWitnessedAsAsked }: VerifiedLedger): Finding[] {
  if (witnesses.length === 0) return [found(unprovenTexts, 'unproven.one_history')]
  if (isWitnessedAsAsked) return []
  const vkeys = witnesses.map(({ vkey }) => short(vkey)).join(', ')
  return [found(unprovenTexts, 'unproven.witness_keys', { vkeys })]
}

/** Name and key id: an ML-DSA-44 key is longer than a page of text. */
const short = (vkey: string): string => vkey.split('+').slice(0, 2).join('+')

/** Who besides the ledger has its checkpoint: witnesses, a chain. */
function describeOthers(
  ledger: VerifiedLedger,
  anchors: readonly VerifiedAnchor[],
): readonly Finding[] {
  return [
    ...(ledger.witnesses.length > 0
      ? [found(checkedTexts, 'checked.witnesses', factsOf(ledger))]
      : []),
    ...anchors.map(({ size, chainId, block, covers }) =>
      found(checkedTexts, 'checked.anchor', { size, chainId, block: block.number, count: covers }),
    ),
  ]
}

const found = <Code extends string>(
  texts: Readonly<Record<Code, Text>>,
  code: Code,
  facts: TextFacts = {},
): Finding => ({ code, text: texts[code], facts })

interface Verified {
  readonly ledger: VerifiedLedger
  readonly keys: readonly VerifiedKey[]
  readonly statements: readonly VerifiedStatement[]
  readonly anchors: readonly VerifiedAnchor[]
}

export function describe(verified: Verified): Pick<Verdict, 'checked' | 'kept' | 'unproven'> {
  return {
    checked: describeChecked(verified),
    kept: describeKept(verified.keys, verified.statements),
    unproven: describeUnproven(verified),
  }
}

/** A finding about these statements; none where there are none. */
const about = <Code extends string>(
  texts: Readonly<Record<Code, Text>>,
  code: Code,
  statements: readonly VerifiedStatement[],
): Finding[] => (statements.length > 0 ? [found(texts, code, { numbers: ranges(statements) })] : [])

const keptBy = (statements: readonly VerifiedStatement[], keeper: KeyKeeper) =>
  statements.filter(({ key }) => key.keptBy === keeper)

function describeChecked({ ledger, statements, anchors }: Verified): readonly Finding[] {
  const disclosed = statements.filter(({ restricted }) => restricted !== undefined).length
  const parties = new Set(statements.map(({ key }) => key.kid)).size
  const count = statements.length
  const { origin, size } = ledger
  return [
    found(checkedTexts, 'checked.bytes'),
    found(checkedTexts, 'checked.checkpoint', { origin, size }),
    found(checkedTexts, 'checked.keys', { count: parties }),
    found(checkedTexts, 'checked.inclusion', { count }),
    found(checkedTexts, 'checked.signatures'),
    ...about(checkedTexts, 'checked.kept_by_party', keptBy(statements, 'organisation')),
    ...describeRevoked(statements).map(({ index, numbers }) =>
      found(checkedTexts, 'checked.revoked', { index, numbers }),
    ),
    found(checkedTexts, 'checked.digests'),
    ...(disclosed > 0 ? [found(checkedTexts, 'checked.restricted', { count: disclosed })] : []),
    found(checkedTexts, 'checked.story'),
    ...describeOthers(ledger, anchors),
  ]
}

function describeUnproven({ ledger, statements, anchors }: Verified): readonly Finding[] {
  const recordedAt = statements.at(-1)?.public.recordedAt ?? ''
  const early = statements.filter(({ public: said }, at) => {
    const before = statements[at - 1]?.public ?? said
    return Date.parse(said.recordedAt) < Date.parse(before.recordedAt)
  })
  return [
    ...(ledger.isPinned
      ? []
      : [found(unprovenTexts, 'unproven.ledger_key', { vkey: ledger.vkey })]),
    found(unprovenTexts, 'unproven.later', { count: statements.length, recordedAt }),
    found(unprovenTexts, 'unproven.only'),
    found(unprovenTexts, 'unproven.truth'),
    ...about(unprovenTexts, 'unproven.hand', keptBy(statements, 'platform')),
    found(unprovenTexts, 'unproven.revocation'),
    ...describeRevoked(statements)
      .filter(({ reason }) => reason === 'compromised')
      .map(({ numbers }) => found(unprovenTexts, 'unproven.compromised', { numbers })),
    found(unprovenTexts, 'unproven.time'),
    ...about(unprovenTexts, 'unproven.time_order', early),
    ...describeUnwitnessed(ledger),
    ...(anchors.length > 0 ? [found(unprovenTexts, 'unproven.chain')] : []),
  ]
}

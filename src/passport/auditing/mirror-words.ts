/** What a copy of the ledger adds to a verdict, and why it refuses a file that is good by itself. */
import type { Text } from '#kernel/locale.ts'
import { problems } from '#kernel/problem.ts'

export const mirrorProblem = problems({
  'mirror.behind': {
    kind: 'invalid',
    zh: '镜像只有 {size} 条记录，短于文件的检查点（{fileSize} 条）：请先更新镜像',
    en: 'The mirror holds {size} entries, fewer than the file’s checkpoint covers ({fileSize}): bring it up to date first',
    ru: 'В копии {size} записей — меньше, чем в контрольной точке файла ({fileSize}): сначала обновите копию',
  },
  'mirror.other_history': {
    kind: 'invalid',
    zh: '两份历史：文件检查点所述的前 {fileSize} 条记录与镜像不符。请保留文件和镜像，两者合起来即是证据',
    en: 'Two histories: the {fileSize} entries under the file’s checkpoint are not those of the mirror. Keep both, together they are the proof',
    ru: 'Две истории: {fileSize} записей под контрольной точкой файла не те, что в копии. Сохраните и файл, и копию — вместе это доказательство',
  },
  'mirror.left_out': {
    kind: 'invalid',
    zh: '文件不完整：制作文件时账本中还有该集装箱的 {count} 条声明（账本第 {places} 位），文件略去未列。请索取完整的文件；不带 --mirror 核验可查看文件本身的内容',
    en: 'The file is cut short: when it was made the ledger held {count} further statements of the container (ledger {places}), which it leaves out. Ask for a whole file; verified without --mirror, this one shows what it has',
    ru: 'Файл неполон: когда он составлялся, в журнале были ещё заявления о контейнере: {count} (журнал {places}), в файле их нет. Запросите полный файл; без --mirror проверяется то, что есть в этом',
  },
  'mirror.fork': {
    kind: 'invalid',
    zh: '同一序号出现两次：第 {number} 条声明在账本第 {index} 位和第 {other} 位各有一条，且没有恢复账本的记录可以解释。该集装箱的历史有两种结局，账本或某一方不实',
    en: 'Statement {number} stands twice in the ledger, at {index} and at {other}, and no record of a recovery explains it: this container’s history has two endings, so the ledger or a party is not honest',
    ru: 'Заявление № {number} стоит в журнале дважды, на местах {index} и {other}, и записи о восстановлении, объясняющей это, нет: у истории два конца, журнал или сторона нечестны',
  },
  'mirror.other_ending': {
    kind: 'invalid',
    zh: '文件所述的是已失去的结局：第 {number} 条声明（账本第 {index} 位）的内容在账本恢复时可能已遗失，账本自第 {other} 位的另一条声明继续。请索取新的文件',
    en: 'The file tells an ending that was lost: the contents of statement {number} (ledger {index}) may have gone with a database, and the ledger goes on from another one at {other}. Ask for a new file',
    ru: 'Файл рассказывает утраченный конец: содержание заявления № {number} (журнал {index}) могло пропасть вместе с базой, журнал продолжается с другого, на месте {other}. Запросите новый файл',
  },
  'mirror.revoked_key': {
    kind: 'invalid',
    zh: '第 {number} 条声明的签名公钥在该声明之前已停用（账本第 {index} 位），文件略去未提',
    en: 'Statement {number} is signed with a key that had been ended before (ledger {index}), which the file leaves out',
    ru: 'Заявление № {number} подписано ключом, прекращённым раньше (журнал {index}); файл об этом умалчивает',
  },
})

export const mirrorTexts = {
  'checked.mirror': {
    zh: '账本的镜像（{size} 条记录）以本文件的检查点为前身，两者同属一份历史',
    en: 'The mirror of the ledger, {size} entries long, continues this file’s checkpoint: they are one history',
    ru: 'Копия журнала ({size} записей) продолжает контрольную точку файла: история одна',
  },
  'checked.whole': {
    zh: '截至镜像的第 {size} 条记录，账本中没有该集装箱的其他声明：文件载有其全部历史',
    en: 'Up to entry {size} of the mirror the ledger holds no other statement of this container: the file has its whole history',
    ru: 'До записи {size} копии в журнале нет других заявлений об этом контейнере: в файле вся его история',
  },
  'checked.only': {
    zh: '每个序号只有一条声明，没有另一种结局',
    en: 'Each number stands once: there is no other ending',
    ru: 'Каждый номер стоит один раз: другого конца нет',
  },
  'checked.keys_in_time': {
    zh: '没有一把签名公钥在所签声明之前停用',
    en: 'No key was ended before what it signed here',
    ru: 'Ни один ключ не прекращён раньше, чем им подписано здесь',
  },
  'checked.recovered': {
    zh: '第 {number} 条声明另有一条在账本第 {index} 位，其内容在账本恢复时可能已遗失；账本自本文件所载的一条继续',
    en: 'Statement {number} stands once more, at {index}: its contents may have gone with a database that was lost, and the ledger goes on from the one in this file',
    ru: 'Заявление № {number} стоит ещё раз, на месте {index}: его содержание могло пропасть с утраченной базой, и журнал продолжается с того, что в этом файле',
  },
  'unproven.since': {
    zh: '文件制作之后，账本又收入该集装箱的 {count} 条声明（账本第 {places} 位）：文件不是目前的状态，请索取新的文件',
    en: 'Since the file was made the ledger has taken up {count} further statements of the container (ledger {places}): it is not where things stand; ask for a new file',
    ru: 'После составления файла в журнал внесены ещё заявления о контейнере: {count} (журнал {places}). Это не нынешнее состояние; запросите новый файл',
  },
  'unproven.lost': {
    zh: '账本第 {places} 位另有该集装箱的后续声明，其内容在账本恢复时可能已遗失',
    en: 'At {places} the ledger holds later statements of the container whose contents may have gone with a database that was lost',
    ru: 'На местах {places} в журнале есть последующие заявления о контейнере, содержание которых могло пропасть с утраченной базой',
  },
} as const satisfies Readonly<Record<string, Text>>

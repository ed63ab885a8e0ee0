/** Why an evidence file is refused, for programs (codes) and for people (three languages). */
import { problems, type ProblemText } from '#kernel/problem.ts'

const refusal = (zh: string, en: string, ru: string): ProblemText => ({
  kind: 'invalid',
  zh,
  en,
  ru,
})

export const evidenceProblem = problems({
  'evidence.too_large': refusal(
    '文件超过 {bytesMax} 字节，不是集装箱通行证证据文件',
    'The file is larger than {bytesMax} bytes: it is not a container’s evidence file',
    'Файл больше {bytesMax} байт: это не файл доказательств контейнера',
  ),
  'evidence.not_json': refusal(
    '文件内容不是有效的 UTF-8 编码 JSON，可能已损坏或被改动',
    'The file is not JSON in UTF-8: it is damaged, altered, or another kind of file',
    'Файл не является JSON в кодировке UTF-8: он повреждён, изменён или это другой файл',
  ),
  'evidence.page': refusal(
    '这个网页文件中没有完整的证据数据，可能不是 landbridge 的证据网页，或已被改动',
    'This web page holds no whole evidence: it is not an evidence page of landbridge, or was altered',
    'В этой странице нет целых данных: это не страница доказательств landbridge, или она изменена',
  ),
  'evidence.shape': refusal(
    '文件中“{where}”处的内容不符合证据文件格式',
    'What stands at “{where}” does not fit the format of an evidence file',
    'Содержимое в «{where}» не соответствует формату файла доказательств',
  ),
  'evidence.not_canonical': refusal(
    '文件的字节与其规范形式（RFC 8785）不一致：文件被改动或重新保存过',
    'The bytes of the file are not its canonical form (RFC 8785): it was altered or saved again by a program',
    'Байты файла не совпадают с его канонической формой (RFC 8785): файл изменён или пересохранён',
  ),
  'evidence.code': refusal(
    '文件所写的集装箱通行证码 {code} 校验不符',
    'The container’s code in the file, {code}, does not check',
    'Код контейнера в файле, {code}, не проходит проверку',
  ),
  'evidence.vkey': refusal(
    '账本公钥格式有误，或与其名称、编号不符',
    'The ledger’s key is malformed, or does not fit its own name and number',
    'Ключ журнала записан неверно или не соответствует своему имени и номеру',
  ),
  'evidence.other_ledger': refusal(
    '此文件属于另一账本：文件中的公钥为 {found}，而您信任的是 {expected}',
    'The file is of another ledger: its key is {found}, while you trust {expected}',
    'Файл относится к другому журналу: в нём ключ {found}, а вы доверяете {expected}',
  ),
  'evidence.checkpoint': refusal(
    '账本检查点格式有误，或其来源与账本公钥名称不一致',
    'The ledger’s checkpoint is malformed, or names another ledger than the key',
    'Контрольная точка журнала записана неверно или называет другой журнал, чем ключ',
  ),
  'evidence.checkpoint_signature': refusal(
    '账本检查点的签名与账本公钥不符',
    'The signature under the ledger’s checkpoint is not by the ledger’s key',
    'Подпись под контрольной точкой не соответствует ключу журнала',
  ),
  'evidence.witness': refusal(
    '检查点下的联署与文件所列见证方公钥不符，或同一公钥列出两次，或联署未写明时间',
    'The cosignatures under the checkpoint are not those of the witnesses’ keys in the file, or a key stands twice, or one tells no time',
    'Подписи свидетелей под контрольной точкой не соответствуют указанным в файле ключам, ключ указан дважды или в подписи нет времени',
  ),
  'evidence.policy': refusal(
    '该检查点不符合您给出的信任策略：账本不在其中，或所要求的见证方尚未足数联署',
    'The checkpoint does not satisfy the policy you gave: it names another ledger, or not enough of its witnesses have cosigned',
    'Контрольная точка не отвечает заданной вами политике: в ней другой журнал или подписей свидетелей недостаточно',
  ),
  'evidence.key_entry': refusal(
    '第 {number} 把公钥的登记记录格式有误',
    'The record of key {number} is malformed',
    'Запись о ключе № {number} составлена неверно',
  ),
  'evidence.key_signature': refusal(
    '第 {number} 把公钥的登记记录未经账本公钥签名，或签名不符',
    'The record of key {number} is not signed by the ledger’s key',
    'Запись о ключе № {number} не подписана ключом журнала',
  ),
  'evidence.key_restricted': refusal(
    '第 {number} 把公钥登记的受限内容与账本中的摘要不符',
    'The restricted part of the record of key {number} does not match its digest in the ledger',
    'Закрытая часть записи о ключе № {number} не совпадает с отпечатком в журнале',
  ),
  'evidence.key_order': refusal(
    '公钥登记记录重复、无序，或有一把未被任何声明使用',
    'The records of keys are repeated, out of order, or one is used by no statement',
    'Записи о ключах повторяются, стоят не по порядку, или один из ключей не использован',
  ),
  'evidence.key_revocation': refusal(
    '第 {number} 把公钥的停用记录格式有误、未经账本公钥签名，或不属于该公钥',
    'The record that ends key {number} is malformed, not signed by the ledger’s key, or of another key',
    'Запись о прекращении ключа № {number} составлена неверно, не подписана ключом журнала или относится к другому ключу',
  ),
  'evidence.revoked_key': refusal(
    '第 {number} 条声明的签名公钥在该声明之前已停用（账本第 {index} 位）',
    'Statement {number} is signed with a key that had been ended before (ledger {index})',
    'Заявление № {number} подписано ключом, действие которого было прекращено раньше (журнал {index})',
  ),
  'evidence.inclusion': refusal(
    '文件中的公钥登记与声明不在该检查点所述的账本中所写的位置上，或账本证明被改动',
    'The records of keys and the statements do not stand in the ledger of this checkpoint where the file says, or the proof was altered',
    'Записи о ключах и заявления не стоят в журнале этой контрольной точки на указанных местах, или доказательство изменено',
  ),
  'evidence.unknown_key': refusal(
    '第 {number} 条声明的签名公钥未在文件中登记，或登记晚于该声明',
    'Statement {number} is signed with a key that the file does not attest, or attests later than the statement',
    'Заявление № {number} подписано ключом, которого нет в файле или который внесён позже заявления',
  ),
  'evidence.signature': refusal(
    '第 {number} 条声明与其签名不符：公开内容、受限内容、次序或签名被改动，或并非该单位所签',
    'Statement {number} is not what its party signed: its public or restricted part, its place in the history or its signature was altered',
    'Заявление № {number} расходится с подписью стороны: изменены открытая или закрытая часть, место в истории либо сама подпись',
  ),
  'evidence.public': refusal(
    '第 {number} 条声明的公开内容无法读取：盐值或内容格式有误',
    'The public part of statement {number} cannot be read: its salt or content is malformed',
    'Открытую часть заявления № {number} нельзя прочесть: соль или содержание записаны неверно',
  ),
  'evidence.restricted': refusal(
    '第 {number} 条声明的受限内容或其摘要格式有误',
    'The restricted part of statement {number}, or its digest, is malformed',
    'Закрытая часть заявления № {number} или её отпечаток записаны неверно',
  ),
  'evidence.document': refusal(
    '第 {number} 条声明的第 {document} 份单证与其摘要不符：内容被改动、缺失或多余',
    'Document {document} of statement {number} does not match its digest: it was altered, is missing or one too many',
    'Документ {document} заявления № {number} не совпадает с отпечатком: изменён, отсутствует или лишний',
  ),
  'evidence.public_shape': refusal(
    '第 {number} 条声明的公开内容缺少必要项目或格式不对',
    'The public part of statement {number} lacks what every statement says',
    'В открытой части заявления № {number} нет обязательных сведений',
  ),
  'evidence.other_container': refusal(
    '第 {number} 条声明所述箱号或箱型与之前不一致',
    'Statement {number} names another container or type than the statements before it',
    'В заявлении № {number} указан другой контейнер или тип, чем в предыдущих',
  ),
  'evidence.other_train': refusal(
    '第 {number} 条声明所述车次与之前不一致，而两者之间没有改配车次的声明',
    'Statement {number} names another train than the statements before it, and is no rollover to another train',
    'В заявлении № {number} указан другой поезд, чем в предыдущих, хотя это не перенос на другой поезд',
  ),
  'evidence.ledger_order': refusal(
    '第 {number} 条声明在账本中的位置早于它所接续的声明',
    'Statement {number} stands earlier in the ledger than the statement it follows',
    'Заявление № {number} стоит в журнале раньше того, которое оно продолжает',
  ),
  'evidence.not_entitled': refusal(
    '第 {number} 条声明（{event}）不得由“{kind}”作出',
    'Statement {number} ({event}) may not be made by a party of the kind {kind}',
    'Заявление № {number} ({event}) не может делать сторона вида «{kind}»',
  ),
  'evidence.step_order': refusal(
    '第 {number} 条声明（{event}）不符合作业次序：在此之前的状态下不能发生',
    'Statement {number} ({event}) cannot follow the steps before it',
    'Заявление № {number} ({event}) не может следовать за предыдущими шагами',
  ),
  'evidence.unknown_event': refusal(
    '第 {number} 条声明所述事件“{event}”不在作业规则中',
    'Statement {number} tells of “{event}”, which is no step of the trade’s rules',
    'Заявление № {number} сообщает о «{event}» — такого шага нет в правилах',
  ),
  'evidence.anchor_inclusion': refusal(
    '第 {number} 个链上锚定回执不在该检查点所述的账本中（位置 {index}）',
    'Receipt {number} of an anchor does not stand in the ledger of this checkpoint (place {index})',
    'Квитанция о закреплении № {number} не содержится в журнале этой контрольной точки (место {index})',
  ),
  'evidence.anchor_entry': refusal(
    '第 {number} 个链上锚定回执格式有误，或属于另一账本',
    'Receipt {number} of an anchor is malformed, or of another ledger',
    'Квитанция о закреплении № {number} составлена неверно или относится к другому журналу',
  ),
  'evidence.anchor_signature': refusal(
    '第 {number} 个链上锚定回执未经账本公钥签名，或签名不符',
    'Receipt {number} of an anchor is not signed by the ledger’s key',
    'Квитанция о закреплении № {number} не подписана ключом журнала',
  ),
  'evidence.anchor_root': refusal(
    '第 {number} 个锚定的检查点（{size} 条）不是本文件检查点的前身',
    'The anchored checkpoint {number}, of {size} records, is not a beginning of this file’s checkpoint',
    'Закреплённая контрольная точка № {number} ({size} записей) не является началом контрольной точки файла',
  ),
  'evidence.anchor_order': refusal(
    '链上锚定回执重复或次序不对',
    'The receipts of anchors are repeated or out of order',
    'Квитанции о закреплении повторяются или стоят не по порядку',
  ),
  'evidence.track_round': refusal(
    '第 {number} 批轨迹记录格式有误，或其签名与账本公钥不符',
    'Entry {number} of recorded fixes is malformed, or not signed with the ledger’s key',
    'Запись {number} о координатах составлена неверно или не подписана ключом журнала',
  ),
  'evidence.track_hour': refusal(
    '{hour} 这一小时的轨迹点与账本中记录的不一致：有定位被改动、增加或删去',
    'The fixes of the hour {hour} are not those that were recorded: one was changed, added or taken away',
    'Координаты за час {hour} не совпадают с записанными: что-то изменено, добавлено или удалено',
  ),
  'evidence.track_order': refusal(
    '文件中的时段或批次次序有误、重复或多余',
    'The hours or entries of the file are out of order, repeated or not needed',
    'Часы или записи в файле идут не по порядку, повторяются или лишние',
  ),
})
export type EvidenceProblemCode = keyof typeof evidenceProblem.table

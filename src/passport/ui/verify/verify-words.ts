/** The words of the page that verifies any document. */
import type { Text } from '#kernel/locale.ts'

export const verifyWords = {
  title: { zh: '核验单证', en: 'Verify any document', ru: 'Проверка документа' },
  head: {
    zh: '这份文件是谁出具的，是否有效？',
    en: 'Who issued this file, and does it hold?',
    ru: 'Кто выдал этот файл и верен ли он?',
  },
  lead: {
    zh: '选择一份单证（如 PDF），或一份证据文件（.landbridge.json、.html）。文件不会上传：由您的浏览器在本机计算和核验。',
    en: 'Choose a document (a PDF, say) or an evidence file (.landbridge.json, .html). Nothing is uploaded: your browser reads and checks the file on this device.',
    ru: 'Выберите документ (например, PDF) или файл доказательств (.landbridge.json, .html). Файл никуда не отправляется: браузер читает и проверяет его на вашем устройстве.',
  },
  drop: { zh: '将文件拖到此处', en: 'Drop a file here', ru: 'Перетащите файл сюда' },
  choose: { zh: '选择文件', en: 'Choose a file', ru: 'Выбрать файл' },
  another: { zh: '核验另一份文件', en: 'Check another file', ru: 'Проверить другой файл' },
  reading: { zh: '正在读取 {name}…', en: 'Reading {name}…', ru: 'Чтение файла {name}…' },
  unreadable: {
    zh: '无法读取这个文件。',
    en: 'The file cannot be read.',
    ru: 'Файл не удаётся прочесть.',
  },
  file: { zh: '文件', en: 'File', ru: 'Файл' },
  digest: { zh: 'SHA-256', en: 'SHA-256', ru: 'SHA-256' },
  asked: {
    zh: '查询时只向平台发送了摘要的前 {digits} 位“{prefix}”，平台不知道您查的是哪份文件。',
    en: 'Of the digest only the first {digits} digits, “{prefix}”, were sent to the platform: it cannot tell which file you hold.',
    ru: 'Платформе отправлены только первые знаки отпечатка ({digits}): «{prefix}». Какой у вас файл, она не знает.',
  },
  askedMore: {
    zh: '找到之后，本页为核验而向平台索取了该集装箱的公开记录，平台由此知道有人在查看该集装箱。',
    en: 'Only after it was found did this page ask for the container’s public records, to check them: from that the platform knows that somebody looks at the container.',
    ru: 'Лишь когда документ нашёлся, страница запросила открытые записи о контейнере для проверки: так платформа знает, что кто-то смотрит этот контейнер.',
  },
  unknown: {
    zh: '本平台没有登记过这份文件',
    en: 'This platform has no record of the file',
    ru: 'На этой платформе файл не зарегистрирован',
  },
  unknownNote: {
    zh: '这不说明文件是假的：可能从未登记，可能登记在其他平台，也可能只差一个字节（例如另存、扫描或转发时被改写）。',
    en: 'That does not make it false: it may never have been recorded, or on another platform, or differ by a byte from the one that was, as after saving, scanning or forwarding.',
    ru: 'Это не значит, что он поддельный: возможно, его не регистрировали, зарегистрировали на другой платформе или он отличается на байт, например после пересохранения, сканирования или пересылки.',
  },
  known: {
    zh: '已找到：这份文件登记在账本中',
    en: 'Found: the file is recorded in the ledger',
    ru: 'Найдено: файл зарегистрирован в журнале',
  },
  knownNote: {
    zh: '您的浏览器已核验：该文件的摘要在下列声明的签名之下，该声明在账本之中。',
    en: 'Your browser has checked that the file’s digest stands under the signature of this statement, and the statement in the ledger.',
    ru: 'Браузер проверил: отпечаток файла заверен подписью этого заявления, а заявление стоит в журнале.',
  },
  waiting: {
    zh: '平台称此文件已登记，但声明尚未写入账本，暂不能核验；请稍后再试。',
    en: 'The platform says the file is recorded, but its statement is not in the ledger yet and cannot be checked; please try again shortly.',
    ru: 'По словам платформы, файл зарегистрирован, но заявление ещё не в журнале и проверить его нельзя; повторите позже.',
  },
  mismatch: {
    zh: '平台给出的登记与账本不符，不能采信',
    en: 'What the platform says of this file does not fit the ledger: do not rely on it',
    ru: 'Сведения платформы о файле не сходятся с журналом: не полагайтесь на них',
  },
  issuer: { zh: '出具方', en: 'Issued by', ru: 'Кем выдан' },
  kind: { zh: '单证种类', en: 'Kind', ru: 'Вид документа' },
  with: { zh: '随同声明', en: 'With the statement', ru: 'При заявлении' },
  numbered: {
    zh: '第 {number} 条：{event}',
    en: 'No. {number}: {event}',
    ru: '№ {number}: {event}',
  },
  ledgerPlace: { zh: '账本位置', en: 'Place in the ledger', ru: 'Место в журнале' },
  entryOf: {
    zh: '第 {index} 位（共 {size} 条记录）',
    en: 'entry {index} of {size}',
    ru: 'запись {index} из {size}',
  },
  container: { zh: '集装箱', en: 'Container', ru: 'Контейнер' },
  openPassport: { zh: '打开通行证页面', en: 'Open its passport', ru: 'Открыть паспорт' },
  superseded: { zh: '是否被取代', en: 'Superseded', ru: 'Заменён ли' },
  supersededBy: {
    zh: '是：同一单位在第 {number} 条声明中登记了同类的新文件（据平台所述，文件种类不公开）',
    en: 'yes: the same party has since recorded another of its kind, with statement {number} (the platform says so; kinds of documents are not public)',
    ru: 'да: та же сторона позднее зарегистрировала документ того же вида, заявление № {number} (по сведениям платформы: вид документов не открыт)',
  },
  notSuperseded: {
    zh: '否：平台没有同一单位更新的同类文件',
    en: 'no: the platform knows of no later one of its kind by the same party',
    ru: 'нет: платформе не известен более новый документ того же вида от той же стороны',
  },
  cancelled: {
    zh: '该集装箱的订舱后来已取消',
    en: 'The container’s booking was later cancelled',
    ru: 'Бронирование контейнера позднее отменено',
  },
  witnesses: { zh: '见证方', en: 'Witnesses', ru: 'Свидетели' },
  noWitness: {
    zh: '此检查点没有见证方联署',
    en: 'none has cosigned this checkpoint',
    ru: 'контрольную точку никто не заверил',
  },
  platformHead: {
    zh: '据本平台所述',
    en: 'As this platform says',
    ru: 'По сведениям этой платформы',
  },
  platformNewer: {
    zh: '此文件之后，该集装箱又有 {count} 条声明，最近一条：{event}。请索取新的证据文件。',
    en: 'Since the file was made the container has had {count} further statements, the last: {event}. Ask for a newer file.',
    ru: 'После создания файла о контейнере сделано ещё заявлений: {count}, последнее: {event}. Запросите новый файл.',
  },
  platformLeftOut: {
    zh: '文件不完整：在其检查点所述的账本中，该集装箱还有 {count} 条声明被略去，最近一条：{event}。请索取完整的证据文件。',
    en: 'The file is cut short: the ledger of its own checkpoint holds {count} further statements of the container, the last: {event}. Ask for a whole file.',
    ru: 'Файл неполон: в журнале его же контрольной точки есть ещё заявления о контейнере: {count}, последнее: {event}. Запросите полный файл.',
  },
  platformSame: {
    zh: '没有更新的声明：此文件是最新的。',
    en: 'There is no further statement: the file is up to date.',
    ru: 'Новых заявлений нет: файл актуален.',
  },
  platformOther: {
    zh: '本平台的账本公钥与此文件不同，无法说明此后的情况。',
    en: 'This platform keeps another ledger than the file’s, so it cannot say what came later.',
    ru: 'Эта платформа ведёт другой журнал и не может сказать, что было позднее.',
  },
  platformUnknown: {
    zh: '本平台没有这个集装箱，无法说明此后的情况。',
    en: 'This platform does not know the container, so it cannot say what came later.',
    ru: 'Эта платформа не знает такого контейнера и не может сказать, что было позднее.',
  },
  platformSilent: {
    zh: '联系不上平台，不知道此后是否有新的声明。核验本身不需要平台。',
    en: 'The platform cannot be reached: whether anything came later is not known. The check itself did without it.',
    ru: 'Платформа недоступна: было ли что-то позднее, неизвестно. Сама проверка обошлась без неё.',
  },
  platformKey: {
    zh: '文件中的账本公钥与本平台公布的一致。',
    en: 'The ledger’s key in the file is the one this platform publishes.',
    ru: 'Ключ журнала в файле совпадает с тем, который публикует эта платформа.',
  },
  lookupFailed: {
    zh: '联系不上平台，无法查询这份文件是否登记过。',
    en: 'The platform cannot be reached, so the file could not be looked up.',
    ru: 'Платформа недоступна, проверить регистрацию файла не удалось.',
  },
} as const satisfies Readonly<Record<string, Text>>

/** The words of a verdict on a file, for the page in the file and the page that checks files. */
import type { Text } from '#kernel/locale.ts'

export const verdictWords = {
  title: { zh: '集装箱证据', en: 'Evidence of a container', ru: 'Доказательства о контейнере' },
  trusted: {
    zh: '文件有效：所载 {count} 条声明均在您信任的账本中',
    en: 'The file holds: its {count} statements stand in the ledger you trust',
    ru: 'Файл верен: его заявления ({count}) стоят в журнале, которому вы доверяете',
  },
  consistent: {
    zh: '文件前后一致：所载 {count} 条声明全部通过核验，账本公钥尚待您确认',
    en: 'The file agrees with itself: its {count} statements check out; the ledger’s key is yours to confirm',
    ru: 'Файл внутренне согласован: проверены его заявления ({count}); ключ журнала осталось подтвердить вам',
  },
  refused: {
    zh: '文件被拒绝，请勿采信',
    en: 'The file is refused: do not rely on it',
    ru: 'Файл отклонён: не полагайтесь на него',
  },
  checking: {
    zh: '正在您的设备上核验…',
    en: 'Your device is checking the file…',
    ru: 'Ваше устройство проверяет файл…',
  },
  byDevice: {
    zh: '由此页面在您的设备上核验，无需联网，也无需信任发送文件的人。',
    en: 'Checked on your own device, without the network and without trusting whoever sent the file.',
    ru: 'Проверено на вашем устройстве, без сети и без доверия к тому, кто прислал файл.',
  },
  pageItself: {
    zh: '核验的是文件中的数据，不是文件本身携带的程序：若不信任发送方，请用 landbridge ledger verify 或平台的核验页面复核此文件。',
    en: 'What is checked is the data in the file, not the program that the file brings along: if you do not trust its sender, check it with landbridge ledger verify or on a platform’s page.',
    ru: 'Проверены данные в файле, а не программа, которая в нём хранится: если вы не доверяете отправителю, проверьте файл командой landbridge ledger verify или на странице платформы.',
  },
  trustHead: {
    zh: '您信任的账本公钥',
    en: 'The ledger’s key you trust',
    ru: 'Ключ журнала, которому вы доверяете',
  },
  trustHint: {
    zh: '从账本运营方、贵单位或监管方处另行取得后粘贴于此；留空则采用文件自带的公钥。',
    en: 'Paste the one you have from the ledger’s operator, your own house or an authority, by another way than this file. Left empty, the file’s own is taken.',
    ru: 'Вставьте ключ, полученный иным путём: от оператора журнала, в своей организации или у надзорного органа. Если пусто, берётся ключ из файла.',
  },
  trustButton: { zh: '按此公钥核验', en: 'Check against this key', ru: 'Проверить по этому ключу' },
  checkedHead: { zh: '已核验的内容', en: 'What was checked', ru: 'Что проверено' },
  keptHead: { zh: '未出示的内容', en: 'What is kept back', ru: 'Что не предъявлено' },
  unprovenHead: { zh: '未能证明的内容', en: 'What is not proven', ru: 'Что не доказано' },
  history: { zh: '声明', en: 'Statements', ru: 'Заявления' },
  oldestFirst: { zh: '按发生次序', en: 'In their order', ru: 'По порядку' },
  place: { zh: '账本第 {index} 位', en: 'Ledger entry {index}', ru: 'Запись журнала {index}' },
  number: { zh: '第 {number} 条', en: 'No. {number}', ru: '№ {number}' },
  disclosed: {
    zh: '出示的受限内容',
    en: 'Restricted part, disclosed',
    ru: 'Раскрытая закрытая часть',
  },
  documents: { zh: '所附单证', en: 'Documents', ru: 'Документы' },
  documentKept: {
    zh: '一份单证，未出示',
    en: 'A document, kept back',
    ru: 'Документ, не предъявлен',
  },
  bytes: { zh: '{count} 字节', en: '{count} bytes', ru: 'байт: {count}' },
  partyNamed: { zh: '名称已出示', en: 'name disclosed', ru: 'название раскрыто' },
  ledger: { zh: '账本', en: 'Ledger', ru: 'Журнал' },
  ledgerSize: { zh: '{size} 条记录', en: '{size} entries', ru: 'записей: {size}' },
  ledgerRoot: { zh: '根哈希', en: 'Root hash', ru: 'Корневой хеш' },
  ledgerKey: { zh: '文件中的账本公钥', en: 'Ledger key in the file', ru: 'Ключ журнала в файле' },
  code: { zh: '通行证码', en: 'Passport code', ru: 'Код паспорта' },
  train: { zh: '车次', en: 'Train', ru: 'Поезд' },
  box: { zh: '箱型', en: 'Box', ru: 'Тип' },
  last: { zh: '文件中的最后一步', en: 'Last step in the file', ru: 'Последний шаг в файле' },
  unnumbered: { zh: '箱号待配', en: 'Box not assigned yet', ru: 'Контейнер ещё не назначен' },
  saveJson: {
    zh: '另存为 .landbridge.json',
    en: 'Save as .landbridge.json',
    ru: 'Сохранить как .landbridge.json',
  },
} as const satisfies Readonly<Record<string, Text>>

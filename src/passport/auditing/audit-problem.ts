/** Why a ledger that somebody serves, or a copy of it, is refused. One line each, in three languages. */
import { problems } from '#kernel/problem.ts'

export const auditProblem = problems({
  'audit.unreadable': {
    kind: 'invalid',
    zh: '无法读取 {what}：{why}',
    en: '{what} cannot be read: {why}',
    ru: 'Не удаётся прочитать {what}: {why}',
  },
  'audit.unwritable': {
    kind: 'invalid',
    zh: '无法写入 {what}：{why}',
    en: '{what} cannot be written: {why}',
    ru: 'Не удаётся записать в {what}: {why}',
  },
  'audit.checkpoint': {
    kind: 'invalid',
    zh: '检查点不是由您给出的账本公钥签署的：{why}',
    en: 'The checkpoint is not one signed with the ledger key you gave: {why}',
    ru: 'Контрольная точка не подписана указанным вами ключом журнала: {why}',
  },
  'audit.vkey': {
    kind: 'invalid',
    zh: '--vkey 不是有效的账本公钥',
    en: '--vkey is not the key of a ledger',
    ru: '--vkey — не ключ журнала',
  },
  'audit.state': {
    kind: 'invalid',
    zh: '状态文件 {file} 已损坏或属于另一本账本；请另选文件，重新核查',
    en: 'The state file {file} is damaged or of another ledger: name another file and start anew',
    ru: 'Файл состояния {file} повреждён или относится к другому журналу: укажите другой файл и начните заново',
  },
  'audit.shrank': {
    kind: 'conflict',
    zh: '账本变短了：此前见过 {before} 条记录的检查点，现在只有 {now} 条',
    en: 'The ledger shrank: a checkpoint of {before} entries was seen before, now it has {now}',
    ru: 'Журнал укоротился: ранее была контрольная точка на {before} записей, теперь их {now}',
  },
  'audit.split': {
    kind: 'conflict',
    zh: '两份历史：当前账本的前 {before} 条记录与此前签署的检查点不符。请保留两份检查点作为证据',
    en: 'Two histories: the first {before} entries are not what the checkpoint signed earlier covers. Keep both checkpoints, they are the proof',
    ru: 'Две истории: первые {before} записей не те, что заверены прежней контрольной точкой. Сохраните обе контрольные точки — это доказательство',
  },
  'audit.tile': {
    kind: 'conflict',
    zh: '{path} 与由记录重新算出的哈希不符',
    en: '{path} is not what the entries hash to',
    ru: '{path} не совпадает с хешами, вычисленными по записям',
  },
  'audit.root': {
    kind: 'conflict',
    zh: '{size} 条记录的根哈希与签署的检查点不符',
    en: 'The {size} entries do not hash to the root that was signed',
    ru: 'Хеш {size} записей не совпадает с подписанным корнем',
  },
  'audit.fork': {
    kind: 'conflict',
    zh: '同一集装箱的同一序号在账本中出现两次（第 {first} 条和第 {index} 条记录）：该集装箱的历史有两种结局，且两者之间没有恢复账本的记录可以解释',
    en: 'Entries {first} and {index} both bear the same number of the same container: its history has two endings, and no record of a recovery between them explains it',
    ru: 'Записи {first} и {index} несут один и тот же номер одного контейнера: у его истории два конца, и записи о восстановлении, которая объяснила бы это, между ними нет',
  },
  'audit.entry': {
    kind: 'conflict',
    zh: '第 {index} 条记录无效：{why}',
    en: 'Entry {index} is not valid: {why}',
    ru: 'Запись {index} недействительна: {why}',
  },
})

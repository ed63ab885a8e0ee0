/** Why the ledger refuses to sign. Statements go on being made and wait; nothing else in the trade stops. */
import { problems } from '#kernel/problem.ts'

export const ledgerProblem = problems({
  'ledger.behind': {
    kind: 'conflict',
    zh: '数据库中的账本只有 {size} 条记录，而已公布过 {published} 条：数据库曾被恢复到旧备份。为避免出现两份历史，暂停签署。请恢复更新的数据库备份，或用 landbridge ledger recover 从镜像补齐',
    en: 'The database holds {size} ledger entries, but {published} were already published: it was restored from an older copy. Nothing will be signed, so that there are never two histories. Restore a newer copy of the database, or catch up from a mirror with landbridge ledger recover',
    ru: 'В базе данных {size} записей журнала, а опубликовано уже {published}: база восстановлена из старой копии. Чтобы не возникло двух историй, подписание остановлено. Восстановите более новую копию базы или верните записи из зеркала: landbridge ledger recover',
  },
  'ledger.split': {
    kind: 'conflict',
    zh: '数据库中的账本与已公布的检查点（{published} 条）不是同一份历史，暂停签署。请恢复与头文件 {file} 一致的数据库',
    en: 'The ledger in the database is another history than the published checkpoint of {published} entries. Nothing will be signed. Restore the database that fits the head file {file}',
    ru: 'Журнал в базе данных расходится с опубликованной контрольной точкой ({published} записей). Подписание остановлено. Восстановите базу, соответствующую файлу {file}',
  },
  'ledger.head_file_missing': {
    kind: 'conflict',
    zh: '账本头文件 {file} 缺失，而数据库中已有 {size} 条记录：无法确认已公布到哪里，暂停签署。请把最近公布的检查点（备份、镜像或任何一份证据文件中的）存为该文件',
    en: 'The head file {file} is missing while the database holds {size} ledger entries: what was published cannot be known, so nothing will be signed. Put the last published checkpoint there, from a backup, a mirror or the newest evidence file',
    ru: 'Файл {file} отсутствует, а в базе {size} записей журнала: неизвестно, что уже опубликовано, поэтому подписание остановлено. Поместите туда последнюю опубликованную контрольную точку из резервной копии, зеркала или самого нового файла доказательств',
  },
  'ledger.head_file_unreadable': {
    kind: 'conflict',
    zh: '账本头文件 {file} 不是本账本公钥签署的检查点，暂停签署。请放回正确的文件',
    en: 'The head file {file} is not a checkpoint signed with this ledger’s key. Nothing will be signed until the right file is back',
    ru: 'Файл {file} — не контрольная точка, подписанная ключом этого журнала. Подписание остановлено, пока не будет возвращён верный файл',
  },
  'ledger.witness_ahead': {
    kind: 'conflict',
    zh: '见证方 {witness} 已见过本账本的 {seen} 条记录，而这里只公布了 {published} 条：数据库和头文件均被恢复到旧备份。为避免出现两份历史，暂停签署。请恢复更新的备份，或用 landbridge ledger recover 从镜像补齐；若该见证方有误，请将其移出见证策略',
    en: 'The witness {witness} has seen {seen} entries of this ledger, but only {published} are published here: database and head file were restored from an older copy. Nothing will be signed, so that there are never two histories. Restore a newer copy, or catch up from a mirror with landbridge ledger recover; if the witness is wrong, take it out of the policy',
    ru: 'Свидетель {witness} видел {seen} записей журнала, а здесь опубликовано лишь {published}: база и файл контрольной точки восстановлены из старой копии. Чтобы не возникло двух историй, подписание остановлено. Восстановите более новую копию или верните записи из зеркала: landbridge ledger recover; если ошибается свидетель, исключите его из политики',
  },
  'ledger.witness_split': {
    kind: 'conflict',
    zh: '见证方 {witness} 见过的 {seen} 条记录与这里公布的账本（{published} 条）不是同一份历史，暂停签署。请恢复与该见证方所见一致的数据库；若该见证方有误，请将其移出见证策略',
    en: 'What the witness {witness} saw at {seen} entries is another history than the ledger of {published} entries published here. Nothing will be signed. Restore the database that fits what it saw; if the witness is wrong, take it out of the policy',
    ru: 'История, которую видел свидетель {witness} ({seen} записей), расходится с опубликованным здесь журналом ({published} записей). Подписание остановлено. Восстановите базу, соответствующую тому, что он видел; если ошибается свидетель, исключите его из политики',
  },
  'ledger.altered': {
    kind: 'conflict',
    zh: '账本已存储的数据与其哈希不符（{what}）：可能是磁盘损坏或被改动，暂停签署。请从备份恢复数据库',
    en: 'Stored data of the ledger does not match its hashes ({what}): a damaged disk, or somebody altered it. Nothing will be signed. Restore the database from a backup',
    ru: 'Сохранённые данные журнала не совпадают с хешами ({what}): повреждён диск или данные изменены. Подписание остановлено. Восстановите базу из резервной копии',
  },
})

export function assertStored(condition: boolean, what: string): asserts condition {
  if (!condition) throw ledgerProblem('ledger.altered', { what })
}

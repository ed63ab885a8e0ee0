/** Words of the ledger's screen. */
import type { Text } from '#kernel/locale.ts'
import type { LedgerStatus } from '#passport/contract.ts'
import { defineTexts } from '#web/i18n.ts'

type WitnessState = NonNullable<LedgerStatus['witnessing']>['witnesses'][number]['state']

export const witnessStateTexts: Readonly<Record<WitnessState, Text>> = {
  asking: { zh: '询问中', en: 'Being asked', ru: 'Запрос отправлен' },
  current: { zh: '已联署', en: 'Cosigned', ru: 'Подписал' },
  away: { zh: '无应答', en: 'Away', ru: 'Недоступен' },
  ahead: { zh: '所见多于本库', en: 'Has seen more', ru: 'Видел больше' },
  split: { zh: '所见与本库不符', en: 'Saw another history', ru: 'Видел иную историю' },
}

export const ledgerTexts = defineTexts({
  title: { zh: '账本', en: 'Ledger', ru: 'Журнал' },
  note: {
    zh: '所有声明按序入账，只增不改；见证方各自确认所见为同一份历史。',
    en: 'Every statement in its place, never changed; witnesses each confirm that what they see is one history.',
    ru: 'Каждое заявление на своём месте и неизменно; свидетели подтверждают, что видят одну и ту же историю.',
  },
  refuses: { zh: '账本已暂停签署', en: 'The ledger refuses to sign', ru: 'Подписание остановлено' },
  recovered: {
    zh: '数据库曾被恢复到旧备份，第 {first}–{last} 条记录已从镜像取回',
    en: 'The database was once restored from an older copy; entries {first}–{last} came back from a mirror',
    ru: 'База восстанавливалась из старой копии; записи {first}–{last} возвращены из зеркала',
  },
  withoutContent: {
    zh: '其中 {count} 条声明的内容已随旧库丢失。涉及的各方请核对近期操作并补录丢失的步骤。',
    en: '{count} statements came back without their contents. Parties, compare with what you last did, and enter lost steps again.',
    ru: 'Заявлений без содержания: {count}. Сверьте последние действия и внесите потерянные шаги снова.',
  },
  head: { zh: '最新检查点', en: 'Published head', ru: 'Последняя контрольная точка' },
  size: { zh: '记录数', en: 'Entries', ru: 'Записей' },
  waiting: { zh: '待入账', en: 'Waiting', ru: 'Ожидают' },
  signedAt: { zh: '签署时间', en: 'Signed', ru: 'Подписана' },
  origin: { zh: '账本名称', en: 'Name', ru: 'Название' },
  root: { zh: '根哈希', en: 'Root', ru: 'Корень' },
  vkey: { zh: '验证公钥', en: 'Verification key', ru: 'Ключ проверки' },
  checkpoint: { zh: '查看检查点', en: 'The checkpoint itself', ru: 'Сама контрольная точка' },
  verify: { zh: '核验文件', en: 'Verify a file', ru: 'Проверить файл' },
  witnesses: { zh: '见证方', en: 'Witnesses', ru: 'Свидетели' },
  noWitnesses: {
    zh: '未设见证方：账本是否曾向他人出示另一份历史，只有运营方知道。可请铁路、海关或场站运行见证程序。',
    en: 'No witness is asked: whether the ledger ever showed somebody another history, its operator alone knows. A railway, a customs office or a terminal can run one.',
    ru: 'Свидетелей нет: показывал ли журнал кому-то иную историю, знает только его оператор. Свидетелем может стать железная дорога, таможня или терминал.',
  },
  met: { zh: '联署已足数', en: 'Enough cosignatures', ru: 'Подписей достаточно' },
  unmet: { zh: '联署尚未足数', en: 'Not enough yet', ru: 'Подписей пока мало' },
  cosigned: {
    zh: '要求 {quorum}；前 {cosigned} 条记录已获足数联署',
    en: '{quorum} are asked for; the first {cosigned} entries have them',
    ru: 'Требуется {quorum}; первые записи ({cosigned}) ими заверены',
  },
  neverCosigned: {
    zh: '要求 {quorum}；尚无检查点获得足数联署',
    en: '{quorum} are asked for; no checkpoint has them yet',
    ru: 'Требуется {quorum}; ни одна контрольная точка ещё не заверена',
  },
  saw: {
    zh: '最后见到 {size} 条记录',
    en: 'Last saw {size} entries',
    ru: 'Последний раз видел записей: {size}',
  },
  sawNothing: { zh: '尚未见过本账本', en: 'Has seen nothing yet', ru: 'Ещё ничего не видел' },
  anchors: { zh: '区块链锚定', en: 'Anchors on a chain', ru: 'Закрепление в блокчейне' },
  noAnchors: {
    zh: '未启用锚定。',
    en: 'Checkpoints are not anchored on a chain.',
    ru: 'Контрольные точки в блокчейне не закрепляются.',
  },
  anchored: { zh: '已锚定记录数', en: 'Entries anchored', ru: 'Закреплено записей' },
  notYet: { zh: '尚无', en: 'None yet', ru: 'Пока нет' },
  chain: { zh: '链 ID', en: 'Chain', ru: 'Цепочка' },
  block: { zh: '区块', en: 'Block', ru: 'Блок' },
  final: { zh: '已最终确认', en: 'Final', ru: 'Окончательно' },
  young: { zh: '确认中', en: 'Being confirmed', ru: 'Подтверждается' },
  anchorsWaiting: {
    zh: '待锚定检查点',
    en: 'Checkpoints on their way',
    ru: 'Контрольных точек в пути',
  },
  every: { zh: '锚定间隔', en: 'Anchored every', ru: 'Периодичность' },
  minutes: { zh: '{count} 分钟', en: '{count} min', ru: '{count} мин' },
  contract: { zh: '合约地址', en: 'Contract', ru: 'Контракт' },
  transaction: { zh: '交易', en: 'Transaction', ru: 'Транзакция' },
})

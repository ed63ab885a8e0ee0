/** Why no checkpoint is being anchored. The ledger goes on signing, and the trade goes on: only a receipt comes later. */
import { problems } from '#kernel/problem.ts'

export const anchorProblem = problems({
  'anchor.unreachable': {
    kind: 'conflict',
    zh: '区块链节点暂时无法连接（{detail}）。检查点照常签署，锚定将在节点恢复后补上',
    en: 'The chain’s node cannot be reached at present ({detail}). Checkpoints are signed as usual; they will be anchored once it is back',
    ru: 'Узел цепочки сейчас недоступен ({detail}). Контрольные точки подписываются как обычно и будут закреплены, когда он вернётся',
  },
  'anchor.refused_by_node': {
    kind: 'conflict',
    zh: '区块链节点拒绝了请求：{detail}。请检查锚定账户 {account} 的余额与权限',
    en: 'The chain’s node refuses: {detail}. Check the balance and the rights of the anchoring account {account}',
    ru: 'Узел цепочки отказывает: {detail}. Проверьте баланс и права учётной записи {account}',
  },
  'anchor.wrong_chain': {
    kind: 'conflict',
    zh: '节点属于链 {found}，而合约 {contract} 一直在链 {expected} 上：请检查 ANCHOR_RPC_URL，未发送任何交易',
    en: 'The node is of chain {found}, while the contract {contract} has always been on chain {expected}: check ANCHOR_RPC_URL. Nothing was sent',
    ru: 'Узел относится к цепочке {found}, а контракт {contract} всегда был в цепочке {expected}: проверьте ANCHOR_RPC_URL. Ничего не отправлено',
  },
  'anchor.wrong_contract': {
    kind: 'conflict',
    zh: '链 {chainId} 上地址 {contract} 处不是本平台的锚定合约：请检查 ANCHOR_CONTRACT；若链已被重置，请用 landbridge anchor deploy 重新部署',
    en: 'What stands at {contract} on chain {chainId} is not the anchoring contract: check ANCHOR_CONTRACT, or deploy it with landbridge anchor deploy if the chain was begun anew',
    ru: 'По адресу {contract} в цепочке {chainId} нет контракта закрепления: проверьте ANCHOR_CONTRACT или, если цепочка начата заново, разверните его командой landbridge anchor deploy',
  },
  'anchor.not_owner': {
    kind: 'conflict',
    zh: '合约 {contract} 中本账本由另一账户锚定，账户 {account} 无权追加：请换回原密钥，或由原账户授权',
    en: 'In the contract {contract} another account anchors this ledger, and {account} may not: bring the former key back, or let its account grant the right',
    ru: 'В контракте {contract} этот журнал закрепляет другая учётная запись, у {account} нет права: верните прежний ключ или выдайте право с прежней учётной записи',
  },
  'anchor.other_history': {
    kind: 'conflict',
    zh: '链上为本账本前 {size} 条记录锚定的根哈希与本地不同：存在两份历史，停止锚定，请立即查明',
    en: 'The chain holds another root for this ledger’s first {size} records than the ledger has: there are two histories. Nothing more is anchored; find out why at once',
    ru: 'В цепочке для первых {size} записей журнала закреплён другой корень: существуют две истории. Закрепление остановлено, немедленно выясните причину',
  },
  'anchor.ledger_behind': {
    kind: 'conflict',
    zh: '链上已锚定本账本的 {anchored} 条记录，而此处只公布了 {published} 条：账本可能被恢复到旧备份，停止锚定',
    en: 'The chain holds {anchored} records of this ledger, and only {published} are published here: it was probably restored from an older copy. Nothing is anchored',
    ru: 'В цепочке закреплено {anchored} записей этого журнала, а здесь опубликовано только {published}: вероятно, восстановлена старая копия. Закрепление остановлено',
  },
})

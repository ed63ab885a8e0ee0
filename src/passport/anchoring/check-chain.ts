/**
 * Asks a node whether the chain holds what the receipts of an evidence file say: the root in the contract's own memory, the block as
 * the receipt has it. Any node of the chain will do; a reader's own is best, for the answer is the node's word.
 */
import { base64Decode } from 'tlog'
import type { Text } from '#kernel/locale.ts'
import { problems } from '#kernel/problem.ts'
import { ChainError, type Chain, type Hex } from '#platform/chain.ts'
import { DEPLOYED_CODE, isAnchoredBy, readAnchors } from '#passport/anchoring/anchor-contract.ts'
import type { VerifiedAnchor } from '#passport/anchoring/verify-anchor.ts'
import type { Finding } from '#passport/verdict.ts'

const chainProblem = problems({
  'chain.no_receipt': {
    kind: 'invalid',
    zh: '文件中没有链上锚定回执，无从向区块链核实；可向出具方索取锚定之后的证据文件',
    en: 'The file carries no receipt of an anchor, so there is nothing to ask the chain about: ask for a file made after the next anchor',
    ru: 'В файле нет квитанции о закреплении, спрашивать цепочку не о чем: запросите файл, сделанный после следующего закрепления',
  },
  'chain.unreachable': {
    kind: 'invalid',
    zh: '文件本身核验通过，但节点无法给出答复（{detail}）：锚定未能核实，请换一个节点再试',
    en: 'The file itself holds, but the node gives no answer ({detail}): the anchor was not checked; try another node',
    ru: 'Сам файл верен, но узел не отвечает ({detail}): закрепление не проверено, попробуйте другой узел',
  },
  'chain.other': {
    kind: 'invalid',
    zh: '回执所述的是链 {expected}，而该节点属于链 {found}',
    en: 'The receipt is of chain {expected}, and the node of chain {found}',
    ru: 'Квитанция относится к цепочке {expected}, а узел — к цепочке {found}',
  },
  'chain.contract': {
    kind: 'invalid',
    zh: '链 {chainId} 上地址 {contract} 处不是锚定合约：其内容不能作为只增不改的凭据',
    en: 'What stands at {contract} on chain {chainId} is not the anchoring contract: what it says need not be append-only',
    ru: 'По адресу {contract} в цепочке {chainId} нет контракта закрепления: его сведения могут меняться',
  },
  'chain.no_root': {
    kind: 'invalid',
    zh: '合约 {contract} 没有为该账本的前 {size} 条记录锚定过任何根哈希',
    en: 'The contract {contract} holds no root for the first {size} records of this ledger',
    ru: 'В контракте {contract} нет корня для первых {size} записей этого журнала',
  },
  'chain.other_root': {
    kind: 'invalid',
    zh: '合约 {contract} 为前 {size} 条记录锚定的根哈希是 {found}，与回执不同：有人掌握着另一份历史',
    en: 'For the first {size} records the contract {contract} holds the root {found}, not the receipt’s: somebody holds another history',
    ru: 'Для первых {size} записей в контракте {contract} закреплён корень {found}, а не тот, что в квитанции: у кого-то другая история',
  },
  'chain.block': {
    kind: 'invalid',
    zh: '链上第 {number} 个区块不是回执所述的区块 {hash}：锚定的时间不能采信',
    en: 'Block {number} of the chain is not the block {hash} of the receipt: its time cannot be relied on',
    ru: 'Блок {number} цепочки — не блок {hash} из квитанции: его времени нельзя доверять',
  },
  'chain.transaction': {
    kind: 'invalid',
    zh: '交易 {transaction} 在链上没有锚定回执所述的检查点',
    en: 'On the chain the transaction {transaction} did not anchor the checkpoint of the receipt',
    ru: 'Транзакция {transaction} в цепочке не закрепляла контрольную точку из квитанции',
  },
})

const HOLDS: Text = {
  zh: '该节点证实：链 {chainId} 的合约 {contract} 为前 {size} 条记录保存着同一根哈希，写入于区块 {number}（{at}）；此后任何人都无法为它们另立历史',
  en: 'The node confirms that contract {contract} on chain {chainId} holds the same root for the first {size} records, written in block {number} ({at}): since then nobody can give them another history',
  ru: 'Узел подтверждает: контракт {contract} цепочки {chainId} хранит тот же корень для первых {size} записей, внесённый в блоке {number} ({at}); с тех пор никто не может дать им другую историю',
}

/** What the chain confirms, in words. Throws a Problem `chain.…` at the first thing that does not match. */
export async function checkChain(
  chain: Chain,
  origin: string,
  anchors: readonly VerifiedAnchor[],
): Promise<readonly Finding[]> {
  if (anchors.length === 0) throw chainProblem('chain.no_receipt')
  try {
    const found = await chain.chainId()
    const findings: Finding[] = []
    for (const anchor of anchors) {
      if (anchor.chainId !== found)
        throw chainProblem('chain.other', { expected: anchor.chainId, found })
      await checkAnchor(chain, origin, anchor)
      findings.push(confirmed(anchor))
    }
    return findings
  } catch (error) {
    if (error instanceof ChainError)
      throw chainProblem('chain.unreachable', { detail: error.message })
    throw error
  }
}

async function checkAnchor(chain: Chain, origin: string, anchor: VerifiedAnchor): Promise<void> {
  const { chainId, contract, size, root, block, transaction } = anchor
  if ((await chain.getCode(contract as Hex)) !== DEPLOYED_CODE)
    throw chainProblem('chain.contract', { chainId, contract })
  const held = await readAnchors(chain, contract as Hex, origin).findRoot(size)
  if (held === undefined) throw chainProblem('chain.no_root', { contract, size })
  if (held !== root) throw chainProblem('chain.other_root', { contract, size, found: held })
  const standing = await chain.findBlock(block.number)
  if (standing?.hash !== block.hash || standing.timestamp !== block.at)
    throw chainProblem('chain.block', { number: block.number, hash: block.hash })
  // Nodes forget old transactions before they forget what the contract holds.
  const sent = await chain.findReceipt(transaction as Hex)
  if (sent === undefined) return
  const said = { size, root: base64Decode(root) }
  const isInBlock = sent.blockHash === block.hash && sent.status === 1
  if (!isInBlock || !isAnchoredBy(sent, contract, origin, said))
    throw chainProblem('chain.transaction', { transaction })
}

function confirmed({ chainId, contract, size, block }: VerifiedAnchor): Finding {
  const at = new Date(block.at * 1_000).toISOString()
  return {
    code: 'checked.chain',
    text: HOLDS,
    facts: { chainId, contract, size, number: block.number, at },
  }
}

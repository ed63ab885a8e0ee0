/** Puts the contract on a chain, once: `landbridge anchor deploy`. */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  ChainError,
  contractAddress,
  type Chain,
  type ChainReceipt,
  type ChainAccount,
  type Hex,
} from '#platform/chain.ts'
import { DEPLOY_GAS_MIN, DEPLOYED_CODE, deployment } from '#passport/anchoring/anchor-contract.ts'

const LOOK_EVERY_MS = 1_000
const PATIENCE_MS = 600_000

export interface Deployed {
  readonly address: Hex
  readonly chainId: number
  readonly transaction: Hex
  readonly blockNumber: number
}

/** Resolves when the contract stands on the chain. `onSent` hears of the transaction before it is sent. */
export async function deployContract(
  chain: Chain,
  account: ChainAccount,
  onSent: (transaction: Hex, address: Hex) => void,
): Promise<Deployed> {
  const chainId = await chain.chainId()
  if (chainId === 0) throw new ChainError('refused', 'the chain has no id: eth_chainId is 0')
  const data = deployment()
  const from = account.address
  const estimate = ((await chain.estimateGas({ from, data })) * 5n) / 4n
  const gas = estimate > DEPLOY_GAS_MIN ? estimate : DEPLOY_GAS_MIN
  const nonce = await chain.countSent(from)
  const price = await chain.gasPrice()
  const { raw, hash } = await account.sign({ chainId, nonce, data, gas, price })
  const address = contractAddress(from, nonce)
  onSent(hash, address)
  await chain.send(raw)
  const receipt = await untilMined(chain, hash)
  if (receipt.status !== 1 || (await chain.getCode(address)) !== DEPLOYED_CODE)
    throw new ChainError('refused', `the contract does not stand at ${address}`)
  return { address, chainId, transaction: hash, blockNumber: receipt.blockNumber }
}

/** The receipt, as soon as the transaction is in a block. Throws when it is in none for long. */
export async function untilMined(chain: Chain, hash: Hex): Promise<ChainReceipt> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_EVERY_MS) {
    const receipt = await chain.findReceipt(hash)
    if (receipt !== undefined) return receipt
    await sleep(LOOK_EVERY_MS)
  }
  throw new ChainError('unreachable', `transaction ${hash} is in no block yet`)
}

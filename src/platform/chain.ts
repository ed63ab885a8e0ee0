/**
 * An EVM chain by JSON-RPC, and the only file that imports viem: FISCO BCOS 3 by its Web3 interface, Besu, a public chain.
 *
 * Knows nothing of what it carries. What a node answers is parsed like any other input; what it refuses, or that it cannot be
 * reached, is a ChainError with one line for people that holds no address, since an RPC address often holds a secret.
 */
import {
  BaseError,
  createClient,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  http,
  keccak256,
  parseEventLogs,
  type Abi,
  type Hex,
  type Log,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'

export type { Abi, Hex }

const TIMEOUT_MS = 15_000
/** JSON-RPC's own refusals; anything else is a node that could not be asked. */
const REFUSALS = ['RpcRequestError', 'InvalidInputRpcError', 'ExecutionRevertedError']

/** `unreachable`: nobody knows whether it was done. `refused`: the node says no. `malformed`: the node answers nonsense. */
export class ChainError extends Error {
  override readonly name = 'ChainError'
  readonly kind: 'unreachable' | 'refused' | 'malformed'

  constructor(kind: ChainError['kind'], detail: string) {
    super(detail)
    this.kind = kind
  }
}

const hexOf = (pattern: RegExp) =>
  z
    .string()
    .toLowerCase()
    .regex(pattern)
    .transform((text) => text as Hex)
const Bytes = hexOf(/^0x([0-9a-f]{2})*$/)
const Hash = hexOf(/^0x[0-9a-f]{64}$/)
const Address = hexOf(/^0x[0-9a-f]{40}$/)
const Quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt)
const Count = Quantity.pipe(z.bigint().max(BigInt(Number.MAX_SAFE_INTEGER))).transform(Number)

const Block = z.object({
  number: Count,
  hash: Hash,
  timestamp: Count,
  baseFeePerGas: Quantity.nullish(),
})
const Receipt = z.object({
  status: Count,
  blockNumber: Count,
  blockHash: Hash,
  logs: z.array(z.object({ address: Address, topics: z.array(Hash), data: Bytes })),
})

export type ChainBlock = z.infer<typeof Block>
export type ChainReceipt = z.infer<typeof Receipt>

/** What a unit of gas costs: one price where the chain has no EIP-1559, two where it has. In wei. */
export type GasPrice =
  | { readonly gasPrice: bigint }
  | { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }

export interface Call {
  readonly from?: Hex
  /** Absent in the call that makes a contract. */
  readonly to?: Hex
  readonly data: Hex
}

export interface Chain {
  chainId(): Promise<number>
  blockNumber(): Promise<number>
  findBlock(at: number | 'latest'): Promise<ChainBlock | undefined>
  findReceipt(hash: Hex): Promise<ChainReceipt | undefined>
  /** Whether the node knows the transaction, mined or waiting. */
  knows(hash: Hex): Promise<boolean>
  getCode(address: Hex): Promise<Hex>
  /** How many transactions the account had sent when this block was made. */
  countSent(account: Hex, at?: number): Promise<number>
  call(call: Call): Promise<Hex>
  estimateGas(call: Call): Promise<bigint>
  gasPrice(): Promise<GasPrice>
  send(raw: Hex): Promise<void>
}

export function openChain(url: string, timeoutMs = TIMEOUT_MS): Chain {
  // Tried again by whoever asks, who knows what it costs; a client that silently asks thrice hides how long a node was away.
  const client = createClient({ transport: http(url, { timeout: timeoutMs, retryCount: 0 }) })
  const ask = async <Answer>(
    answer: z.ZodType<Answer>,
    method: string,
    ...params: unknown[]
  ): Promise<Answer> => {
    const request = client.request as (asked: object) => Promise<unknown>
    const reply = await request({ method, params }).catch((error: unknown) => {
      throw chainError(error)
    })
    const parsed = answer.safeParse(reply)
    if (!parsed.success) throw new ChainError('malformed', `${method}: ${preview(reply)}`)
    return parsed.data
  }
  const tag = (at: number | 'latest') => (at === 'latest' ? at : hexQuantity(at))
  const chain: Chain = {
    chainId: () => ask(Count, 'eth_chainId'),
    blockNumber: () => ask(Count, 'eth_blockNumber'),
    findBlock: async (at) =>
      (await ask(Block.nullable(), 'eth_getBlockByNumber', tag(at), false)) ?? undefined,
    findReceipt: async (hash) =>
      (await ask(Receipt.nullable(), 'eth_getTransactionReceipt', hash)) ?? undefined,
    knows: async (hash) =>
      (await ask(z.object({ hash: Hash }).nullable(), 'eth_getTransactionByHash', hash)) !== null,
    getCode: (address) => ask(Bytes, 'eth_getCode', address, 'latest'),
    async countSent(account, at) {
      const count = () => ask(Count, 'eth_getTransactionCount', account, tag(at ?? 'latest'))
      const [first, second] = [await count(), await count()]
      // Older FISCO BCOS nodes answer a new number each time for an account without a history, which is one that sent nothing.
      return first <= second && second - first < 1_000 ? first : 0
    },
    call: ({ from, to, data }) => ask(Bytes, 'eth_call', { from, to, data }, 'latest'),
    estimateGas: ({ from, to, data }) => ask(Quantity, 'eth_estimateGas', { from, to, data }),
    async gasPrice() {
      const price = await ask(Quantity, 'eth_gasPrice')
      const baseFee = (await chain.findBlock('latest'))?.baseFeePerGas
      if (baseFee === null || baseFee === undefined) return { gasPrice: price }
      const tip = price > baseFee ? price - baseFee : 0n
      // Twice the base fee outlasts six full blocks in a row.
      return { maxFeePerGas: baseFee * 2n + tip, maxPriorityFeePerGas: tip }
    },
    send: async (raw) => void (await ask(z.unknown(), 'eth_sendRawTransaction', raw)),
  }
  return chain
}

const hexQuantity = (value: number): Hex => `0x${value.toString(16)}`

function preview(reply: unknown): string {
  return String(JSON.stringify(reply)).slice(0, 120)
}

function chainError(error: unknown): ChainError {
  if (!(error instanceof BaseError)) throw error
  const refusal = error.walk((one) => REFUSALS.includes((one as Error).name))
  const isRefusal = refusal !== null || 'code' in error
  const detail = (error.details || error.shortMessage).split('\n')[0] ?? ''
  return new ChainError(isRefusal ? 'refused' : 'unreachable', detail.slice(0, 300))
}

export interface ChainAccount {
  readonly address: Hex
  sign(transaction: Transaction): Promise<{ readonly raw: Hex; readonly hash: Hex }>
}

export interface Transaction {
  readonly chainId: number
  readonly nonce: number
  readonly to?: Hex
  readonly data: Hex
  readonly gas: bigint
  readonly price: GasPrice
}

/** An account from its secp256k1 key, 32 bytes. */
export function chainAccount(privateKey: Uint8Array): ChainAccount {
  const account = privateKeyToAccount(`0x${Buffer.from(privateKey).toString('hex')}`)
  return {
    address: account.address.toLowerCase() as Hex,
    async sign({ price, ...transaction }) {
      const raw =
        'gasPrice' in price
          ? await account.signTransaction({ ...transaction, ...price, type: 'legacy' })
          : await account.signTransaction({ ...transaction, ...price, type: 'eip1559' })
      return { raw, hash: keccak256(raw) }
    },
  }
}

export function makeChainKey(): Uint8Array {
  return Buffer.from(generatePrivateKey().slice(2), 'hex')
}

export function encodeCall(abi: Abi, functionName: string, args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi, functionName, args })
}

export function encodeDeployment(abi: Abi, bytecode: Hex): Hex {
  return encodeDeployData({ abi, bytecode })
}

/** The address of the contract that this transaction makes. */
export function contractAddress(from: Hex, nonce: number): Hex {
  return getContractAddress({ from, nonce: BigInt(nonce) }).toLowerCase() as Hex
}

/** Calls a function that only reads; its answer is parsed by the caller. */
export async function readContract(
  chain: Chain,
  contract: { readonly address: Hex; readonly abi: Abi },
  functionName: string,
  args: readonly unknown[],
): Promise<unknown> {
  const data = await chain.call({
    to: contract.address,
    data: encodeCall(contract.abi, functionName, args),
  })
  try {
    return decodeFunctionResult({ abi: contract.abi, functionName, data })
  } catch {
    throw new ChainError('malformed', `${functionName}: ${data.slice(0, 120)}`)
  }
}

/** The arguments of every event of this name that the contract wrote. */
export function eventsOf(
  contract: { readonly address: Hex; readonly abi: Abi },
  eventName: string,
  { logs }: ChainReceipt,
): unknown[] {
  const own = logs.filter(({ address }) => address === contract.address)
  // Of a log, only topics and data are read.
  const events = parseEventLogs({ abi: contract.abi, eventName, logs: own as unknown as Log[] })
  return events.map((event) => (event as unknown as { readonly args: unknown }).args)
}

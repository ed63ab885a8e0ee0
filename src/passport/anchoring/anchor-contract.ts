/** The contract CheckpointAnchor.sol, called and read. Its code was compiled by `tools/compile-contract.ts`; a test compiles it again. */
import { base64Encode, sha256, utf8Encode } from 'tlog'
import { z } from 'zod'
import {
  ChainError,
  encodeCall,
  encodeDeployment,
  eventsOf,
  readContract,
  type Abi,
  type Chain,
  type ChainReceipt,
  type Hex,
} from '#platform/chain.ts'
import compiled from '#passport/anchoring/CheckpointAnchor.json' with { type: 'json' }

const ABI = compiled.abi as Abi
const BYTECODE = compiled.bytecode as Hex
/** What stands on the chain. The contract has no immutables, so it is the same at every address. */
export const DEPLOYED_CODE = compiled.deployedBytecode as Hex

/** More than any call can cost, for nodes whose estimate is a placeholder, as older FISCO BCOS nodes' is. */
export const DEPLOY_GAS_MIN = 800_000n
export const callGasMin = (count: number): bigint => 120_000n + 60_000n * BigInt(count)

export interface AnchoredRoot {
  readonly size: number
  readonly root: Uint8Array
}

const hexOf = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString('hex')}`

/** How a log is named in the contract: SHA-256 of its origin. */
export const originHash = (origin: string): Hex => hexOf(sha256(utf8Encode(origin)))

export const deployment = (): Hex => encodeDeployment(ABI, BYTECODE)

export function anchorCall(origin: string, roots: readonly AnchoredRoot[]): Hex {
  const checkpoints = roots.map(({ size, root }) => ({
    origin: originHash(origin),
    size: BigInt(size),
    root: hexOf(root),
  }))
  return encodeCall(ABI, 'anchor', [checkpoints])
}

const Anchored = z.object({ origin: z.string(), size: z.bigint(), root: z.string() })

/** Whether the transaction made the contract write down this very checkpoint. */
export function isAnchoredBy(
  receipt: ChainReceipt,
  contract: string,
  origin: string,
  { size, root }: AnchoredRoot,
): boolean {
  const events = eventsOf({ address: contract as Hex, abi: ABI }, 'Anchored', receipt)
  return events.some((event) => {
    const said = Anchored.parse(event)
    return (
      said.origin === originHash(origin) && said.size === BigInt(size) && said.root === hexOf(root)
    )
  })
}

export interface ContractReader {
  /** The largest size anchored for the origin; 0 where there is none. */
  lastSize(): Promise<number>
  /** The root anchored at exactly this size, standard base64; undefined where there is none. */
  findRoot(size: number): Promise<string | undefined>
  isOwner(account: Hex): Promise<boolean>
}

export function readAnchors(chain: Chain, address: Hex, origin: string): ContractReader {
  const read = async <Answer>(answer: z.ZodType<Answer>, name: string, ...args: unknown[]) => {
    const value = await readContract(chain, { address, abi: ABI }, name, [
      originHash(origin),
      ...args,
    ])
    const parsed = answer.safeParse(value)
    if (!parsed.success) throw new ChainError('malformed', name)
    return parsed.data
  }
  return {
    lastSize: async () => Number(await read(z.bigint(), 'lastSize')),
    async findRoot(size) {
      const root = Buffer.from((await read(z.string(), 'rootAt', BigInt(size))).slice(2), 'hex')
      return root.every((byte) => byte === 0) ? undefined : base64Encode(root)
    },
    isOwner: (account) => read(z.boolean(), 'isOwner', account),
  }
}

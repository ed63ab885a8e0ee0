/** What the installer types once before anchoring: make the account that pays, put the contract on the chain. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openChain } from '#platform/chain.ts'
import { ConfigError, readConfig, type AnchoringConfig } from '#platform/config.ts'
import { createSigner, readEnvelopeKey, type Signer } from '#platform/signer.ts'
import { makeAnchorAccount, openAnchorAccount } from '#passport/anchoring/anchor-key.ts'
import { deployContract } from '#passport/anchoring/deploy.ts'

type Environment = Readonly<Record<string, string | undefined>>
/** Answers the code to end with. */
type Print = (text: string) => number

export async function printAccount(env: Environment, print: Print): Promise<number> {
  const { anchoring, sealer } = open(env)
  return print(`${makeAnchorAccount(anchoring.keyFile, sealer).address}\n`)
}

export async function printDeployment(env: Environment, print: Print): Promise<number> {
  const { anchoring, sealer } = open(env)
  const account = openAnchorAccount(anchoring.keyFile, sealer)
  const chain = openChain(anchoring.rpcUrl)
  const { address, chainId, blockNumber } = await deployContract(chain, account, (transaction) =>
    print(`# ${account.address} sends ${transaction}\n`),
  )
  return print(`# chain ${chainId}, block ${blockNumber}\nANCHOR_CONTRACT=${address}\n`)
}

function open(env: Environment): { readonly anchoring: AnchoringConfig; readonly sealer: Signer } {
  const { anchoring, dataDir } = readConfig(env)
  if (anchoring === undefined)
    throw new ConfigError('ANCHOR_RPC_URL is not set: it is the address of a node of the chain')
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
  return { anchoring, sealer: createSigner(readEnvelopeKey(dataDir)) }
}

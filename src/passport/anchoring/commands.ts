/** `landbridge anchor …`, what the installer types once before anchoring: make the account that pays, put the contract on the chain. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { command, print } from '#platform/command.ts'
import { openChain } from '#platform/chain.ts'
import { ConfigError, readConfig, type AnchoringConfig } from '#platform/config.ts'
import { openSigner, type Signer } from '#platform/signer.ts'
import { makeAnchorAccount, openAnchorAccount } from '#passport/anchoring/anchor-key.ts'
import { deployContract } from '#passport/anchoring/deploy.ts'

const key = command({
  words: 'anchor key',
  operands: [],
  options: {},
  help: [
    'Make the account that pays for anchors on a chain (ANCHOR_KEY_FILE, sealed); print the address to put funds on.',
  ],
  async run() {
    const { anchoring, sealer } = open(process.env)
    return print(`${makeAnchorAccount(anchoring.keyFile, sealer).address}\n`)
  },
})

const deploy = command({
  words: 'anchor deploy',
  operands: [],
  options: {},
  help: [
    'Put the contract on the chain of ANCHOR_RPC_URL, once; print what to set as ANCHOR_CONTRACT.',
  ],
  async run() {
    const { anchoring, sealer } = open(process.env)
    const account = openAnchorAccount(anchoring.keyFile, sealer)
    const chain = openChain(anchoring.rpcUrl)
    const { address, chainId, blockNumber } = await deployContract(chain, account, (transaction) =>
      print(`# ${account.address} sends ${transaction}\n`),
    )
    return print(`# chain ${chainId}, block ${blockNumber}\nANCHOR_CONTRACT=${address}\n`)
  },
})

export const anchorCommands = [key, deploy]

function open(env: NodeJS.ProcessEnv): {
  readonly anchoring: AnchoringConfig
  readonly sealer: Signer
} {
  const { anchoring, dataDir } = readConfig(env)
  if (anchoring === undefined)
    throw new ConfigError('ANCHOR_RPC_URL is not set: it is the address of a node of the chain')
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
  return { anchoring, sealer: openSigner(dataDir) }
}

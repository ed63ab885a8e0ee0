/** The key of the account that pays for anchors: secp256k1, sealed under the envelope key in ANCHOR_KEY_FILE. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { chainAccount, makeChainKey, type ChainAccount } from '#platform/chain.ts'
import { ConfigError } from '#platform/config.ts'
import { resealFile, type Resealing, type Signer } from '#platform/signer.ts'

const PURPOSE = 'anchor key'

export function openAnchorAccount(file: string, sealer: Signer): ChainAccount {
  if (!existsSync(file))
    throw new ConfigError(
      `The anchoring account’s key ${file} is missing: make it with landbridge anchor key, or set ANCHOR_KEY_FILE`,
    )
  let key: Uint8Array
  try {
    key = sealer.open(readFileSync(file), PURPOSE)
  } catch {
    throw new ConfigError(
      `ANCHOR_KEY_FILE ${file} does not open with the envelope key of this installation`,
    )
  }
  return chainAccount(key)
}

export const resealAnchorAccount = (file: string, resealing: Resealing): void =>
  resealFile(file, PURPOSE, resealing)

/** The account, made first where there is none yet. */
export function makeAnchorAccount(file: string, sealer: Signer): ChainAccount {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const handle = openSync(file, 'wx', 0o600)
    writeSync(handle, sealer.seal(makeChainKey(), PURPOSE))
    fsyncSync(handle)
    closeSync(handle)
  }
  return openAnchorAccount(file, sealer)
}

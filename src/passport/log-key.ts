/**
 * The ledger's own key and name, sealed in DATA_DIR/secrets/ledger.key.
 *
 * The name is kept with the key: a checkpoint's signature is over both, so a ledger keeps the name it was born with even when
 * the platform moves to another address.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import {
  ed25519SignerFrom,
  formatVkey,
  parseVkey,
  utf8Decode,
  utf8Encode,
  type Signer as NoteSigner,
  type Verifier,
} from 'tlog'
import { ConfigError } from '#platform/config.ts'
import { nodeChecks } from '#passport/node-signatures.ts'
import {
  ed25519Key,
  makeEd25519,
  resealFile,
  signEd25519,
  type Resealing,
  type Signer,
} from '#platform/signer.ts'

const PURPOSE = 'ledger key'

export interface LogKey extends NoteSigner {
  readonly vkey: string
  /** Checks what it signed. */
  readonly verifier: Verifier
}

/** A key of a name, in memory: what tests sign with. */
export function logKey(name: string, pair: { publicKey: Uint8Array; seed: Uint8Array }): LogKey {
  const privateKey = ed25519Key(pair.seed)
  const signer = ed25519SignerFrom(name, pair.publicKey, (text) => signEd25519(privateKey, text))
  const vkey = formatVkey(signer)
  return { ...signer, vkey, verifier: parseVkey(vkey, nodeChecks()) }
}

export const headFilePath = (dataDir: string): string => join(dataDir, 'ledger', 'checkpoint')

export const selfAuditPath = (dataDir: string): string => join(dataDir, 'ledger', 'self-audit.json')

const logKeyPath = (dataDir: string): string => join(dataDir, 'secrets', 'ledger.key')

export const resealLogKey = (dataDir: string, resealing: Resealing): void =>
  resealFile(logKeyPath(dataDir), PURPOSE, resealing)

/** For commands, which must never make one. */
export function requireLogKey(dataDir: string): void {
  const file = logKeyPath(dataDir)
  if (!existsSync(file))
    throw new ConfigError(`${file} is missing: bring the ledger’s key back from a backup first`)
}

/** Opens the key, or makes it where no ledger was ever published from here. */
export function openLogKey(dataDir: string, sealer: Signer, publicUrl: string): LogKey {
  const file = logKeyPath(dataDir)
  if (!existsSync(file)) {
    if (existsSync(headFilePath(dataDir)))
      throw new ConfigError(
        `The ledger's key ${file} is missing, though this ledger has published checkpoints: bring the file back from a backup`,
      )
    makeLogKey(file, sealer, publicUrl)
  }
  const kept = JSON.parse(utf8Decode(sealer.open(readFileSync(file), PURPOSE))) as {
    name: string
    publicKey: string
    seed: string
  }
  return logKey(kept.name, {
    publicKey: Buffer.from(kept.publicKey, 'base64url'),
    seed: Buffer.from(kept.seed, 'base64url'),
  })
}

function makeLogKey(file: string, sealer: Signer, publicUrl: string): void {
  const { publicKey, seed } = makeEd25519()
  const kept = {
    name: `${new URL(publicUrl).host}/ledger`,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    seed: Buffer.from(seed).toString('base64url'),
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const handle = openSync(file, 'wx', 0o600)
  writeSync(handle, sealer.seal(utf8Encode(JSON.stringify(kept)), PURPOSE))
  fsyncSync(handle)
  closeSync(handle)
}

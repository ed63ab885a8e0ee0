/** Whom the ledger asks for cosignatures, and how many it takes: the policy file (C2SP tlog-policy) of the setting WITNESS_POLICY. */
import { readFileSync } from 'node:fs'
import {
  equalBytes,
  formatVkey,
  parsePolicy,
  parseVkey,
  VerificationError,
  type Policy,
  type Verifier,
} from 'tlog'
import { ConfigError } from '#platform/config.ts'
import { nodeChecks } from '#passport/node-signatures.ts'

/** One program at one address, which may cosign with several keys. */
export interface AskedWitness {
  /** Its first name in the policy. */
  readonly name: string
  readonly url: string
  readonly verifiers: readonly Verifier[]
}

export interface WitnessPolicy {
  readonly policy: Policy
  readonly asked: readonly AskedWitness[]
}

/** Throws a ConfigError for a file that cannot be used. */
export function readWitnessPolicy(file: string, logVkey: string): WitnessPolicy {
  try {
    return parseWitnessPolicy(readFileSync(file), logVkey)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (error instanceof VerificationError || code !== undefined)
      throw new ConfigError(`WITNESS_POLICY ${file} cannot be used: ${message}`)
    throw error
  }
}

export function parseWitnessPolicy(text: string | Uint8Array, logVkey: string): WitnessPolicy {
  const checks = nodeChecks()
  const written = parsePolicy(text, checks)
  // Its own key need not be written down: before the first start nobody knows it.
  const own = { verifier: parseVkey(logVkey, checks) }
  const policy = written.logs.length > 0 ? written : { ...written, logs: [own] }
  if (!policy.logs.some(({ verifier }) => formatVkey(verifier) === logVkey))
    throw new ConfigError(`WITNESS_POLICY names other logs than this ledger, ${logVkey}`)
  const self = policy.witnesses.find(({ verifier }) =>
    equalBytes(verifier.publicKey, own.verifier.publicKey),
  )
  if (self) throw new ConfigError(`WITNESS_POLICY: ${self.name} is this ledger’s own key`)
  if (policy.witnesses.length === 0) throw new ConfigError('WITNESS_POLICY names no witness')
  const asked = new Map<string, AskedWitness>()
  for (const { name, verifier, url } of policy.witnesses) {
    if (url === undefined || !URL.canParse(url) || !/^https?:/.test(url))
      throw new ConfigError(`WITNESS_POLICY gives no http(s) address for the witness ${name}`)
    const address = url.replace(/\/+$/, '')
    const known = asked.get(address)
    const verifiers = [...(known?.verifiers ?? []), verifier]
    asked.set(address, { name: known?.name ?? name, url: address, verifiers })
  }
  return { policy, asked: [...asked.values()] }
}

/** How the policy's quorum reads: the name of a witness or group, or `2 / 3` of a group of witnesses. */
export function quorumOf({ policy }: WitnessPolicy): string {
  const group = policy.groups.find(({ name }) => name === policy.quorum)
  return group ? `${group.threshold} / ${group.members.length}` : policy.quorum
}

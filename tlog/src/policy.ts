// C2SP tlog-policy: which logs are trusted, and which witnesses must have cosigned a checkpoint.
import { cosignatureTime } from './cosignature.ts'
import { parseCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { equalBytes, utf8Decode } from './bytes.ts'
import { check, VerificationError } from './error.ts'
import { KEY_TYPE, openNote, parseNote } from './note.ts'
import type { NoteSignature, Verifier } from './note.ts'
import { defaultChecks, parseVkey } from './vkey.ts'
import type { SignatureChecks } from './vkey.ts'

const POLICY_CHARACTERS_MAX = 1_000_000
const NONE = 'none'

export interface PolicyLog {
  readonly verifier: Verifier
  readonly url?: string
}

export interface PolicyWitness extends PolicyLog {
  readonly name: string
}

export interface PolicyGroup {
  readonly name: string
  readonly threshold: number
  /** Names of witnesses and of groups defined earlier. */
  readonly members: readonly string[]
}

export interface Policy {
  readonly logs: readonly PolicyLog[]
  readonly witnesses: readonly PolicyWitness[]
  readonly groups: readonly PolicyGroup[]
  /** The name of a witness or group, or `none`. */
  readonly quorum: string
}

interface Draft {
  logs: PolicyLog[]
  witnesses: PolicyWitness[]
  groups: PolicyGroup[]
  names: Set<string>
  grouped: Set<string>
  quorum: string | undefined
  checks: SignatureChecks
}

function checkShape(condition: boolean, line: string): asserts condition {
  check(condition, 'policy.malformed', `policy line is malformed: ${line}`)
}

function checkNewKey(verifier: Verifier, present: readonly PolicyLog[]): void {
  const taken = present.some((known) => equalBytes(known.verifier.publicKey, verifier.publicKey))
  check(!taken, 'policy.duplicate_key', `the key of ${verifier.name} is listed twice`)
}

function defineName(draft: Draft, name: string): void {
  const free = name !== NONE && !draft.names.has(name)
  check(free, 'policy.duplicate_name', `the name ${name} is taken`)
  draft.names.add(name)
}

function addLog(draft: Draft, words: readonly string[], line: string): void {
  const [vkey, url] = words
  checkShape(vkey !== undefined && words.length <= 2, line)
  const verifier = parseVkey(vkey, draft.checks)
  // An Ed25519 cosignature is for who is not the log (tlog-checkpoint): the log's own is of type 0x01.
  const signs = verifier.type !== KEY_TYPE.ed25519Cosignature
  check(signs, 'key.unsupported_type', `the key of ${verifier.name} is a cosigner’s, not a log’s`)
  checkNewKey(verifier, draft.logs)
  draft.logs.push(url === undefined ? { verifier } : { verifier, url })
}

function addWitness(draft: Draft, words: readonly string[], line: string): void {
  const [name, vkey, url] = words
  checkShape(name !== undefined && vkey !== undefined && words.length <= 3, line)
  const verifier = parseVkey(vkey, draft.checks)
  const cosigns = verifier.type !== KEY_TYPE.ed25519
  check(cosigns, 'key.unsupported_type', `the key of witness ${name} is not a cosigning key`)
  checkNewKey(verifier, draft.witnesses)
  defineName(draft, name)
  draft.witnesses.push(url === undefined ? { name, verifier } : { name, verifier, url })
}

function parseThreshold(text: string, count: number, line: string): number {
  if (text === 'any') return 1
  if (text === 'all') return count
  checkShape(/^[1-9][0-9]{0,8}$/.test(text) && Number(text) <= count, line)
  return Number(text)
}

function addGroup(draft: Draft, words: readonly string[], line: string): void {
  const [name, threshold, ...members] = words
  checkShape(name !== undefined && threshold !== undefined && members.length > 0, line)
  for (const member of members) {
    check(draft.names.has(member), 'policy.unknown_name', `${member} is not defined yet`)
    const free = !draft.grouped.has(member)
    check(free, 'policy.duplicate_name', `${member} is already a member of a group`)
    draft.grouped.add(member)
  }
  defineName(draft, name)
  draft.groups.push({ name, threshold: parseThreshold(threshold, members.length, line), members })
}

function setQuorum(draft: Draft, words: readonly string[], line: string): void {
  const [name] = words
  checkShape(name !== undefined && words.length === 1 && draft.quorum === undefined, line)
  const known = name === NONE || draft.names.has(name)
  check(known, 'policy.unknown_name', `quorum ${name} is not defined yet`)
  draft.quorum = name
}

type Statement = (draft: Draft, words: readonly string[], line: string) => void

const STATEMENTS: ReadonlyMap<string, Statement> = new Map([
  ['log', addLog],
  ['witness', addWitness],
  ['group', addGroup],
  ['quorum', setQuorum],
])

/**
 * The text of a policy's octets. Those that are not UTF-8 are kept all the same, as the specification wants: in such a word each octet
 * beyond ASCII becomes a lone surrogate, which stands in no other text, so that two words are the same where their octets are.
 */
function opaqueText(octets: Uint8Array): string {
  check(octets.length <= POLICY_CHARACTERS_MAX, 'policy.malformed', 'policy is too long')
  const whole = findUtf8(octets)
  if (whole !== undefined) return whole
  let text = ''
  let from = 0
  for (const [at, octet] of octets.entries()) {
    if (octet > 0x20) continue
    text += opaqueWord(octets.subarray(from, at)) + String.fromCharCode(octet)
    from = at + 1
  }
  return text + opaqueWord(octets.subarray(from))
}

function opaqueWord(octets: Uint8Array): string {
  const opaque = (octet: number) => String.fromCharCode(octet < 0x80 ? octet : 0xdc00 + octet)
  return findUtf8(octets) ?? Array.from(octets, opaque).join('')
}

function findUtf8(octets: Uint8Array): string | undefined {
  try {
    return utf8Decode(octets)
  } catch (error) {
    if (error instanceof VerificationError) return undefined
    throw error
  }
}

/** Reads a policy: text, or a file's octets, whose names need not be UTF-8. */
export function parsePolicy(
  policy: string | Uint8Array,
  checks: SignatureChecks = defaultChecks,
): Policy {
  const text = typeof policy === 'string' ? policy : opaqueText(policy)
  const sized = text.length <= POLICY_CHARACTERS_MAX
  const isText = typeof policy !== 'string' || text.isWellFormed()
  check(sized && isText, 'policy.malformed', 'policy is too long or not Unicode')
  // oxlint-disable-next-line no-control-regex -- control characters are what the format forbids
  const control = /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)
  check(!control, 'policy.malformed', 'policy holds a control character')
  const draft: Draft = {
    logs: [],
    witnesses: [],
    groups: [],
    names: new Set(),
    grouped: new Set(),
    quorum: undefined,
    checks,
  }
  for (const line of text.split('\n')) {
    const [keyword, ...words] = line.split(/[ \t]+/).filter((word) => word !== '')
    if (keyword === undefined || keyword.startsWith('#')) continue
    const statement = STATEMENTS.get(keyword)
    checkShape(statement !== undefined, line)
    statement(draft, words, line)
  }
  const { logs, witnesses, groups, quorum } = draft
  check(quorum !== undefined, 'policy.no_quorum', 'policy has no quorum line')
  return { logs, witnesses, groups, quorum }
}

/** Whether these witnesses, by their names in the policy, make its quorum. */
export function isQuorum(policy: Policy, witnessNames: Iterable<string>): boolean {
  const reached = new Set(witnessNames)
  // Groups stand after their members, so one pass in order settles them all.
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => reached.has(member)).length >= threshold) reached.add(name)
  }
  return policy.quorum === NONE || reached.has(policy.quorum)
}

/** One cosignature found good; time 0 means that its witness states none. */
export interface WitnessedAt {
  readonly witness: string
  readonly timeSeconds: bigint
}

export interface TrustedCheckpoint {
  readonly checkpoint: Checkpoint
  readonly witnessed: readonly WitnessedAt[]
}

function sameKey(a: Verifier, b: Verifier): boolean {
  return a.name === b.name && a.type === b.type && equalBytes(a.publicKey, b.publicKey)
}

/** tlog-checkpoint: no two lines of one key, for their times could differ. */
function checkOnce(lines: readonly NoteSignature[]): void {
  const keys = new Set(lines.map(({ name, keyId }) => `${name}+${keyId}`))
  const once = keys.size === lines.length
  check(once, 'checkpoint.malformed', 'a key has two signature lines')
}

/**
 * Checks a signed checkpoint: a log of the policy signed it, and the quorum cosigned it.
 *
 * Extension lines are refused where the log's signature does not cover them, as ML-DSA-44's does not.
 */
export function verifyCheckpoint(note: string, policy: Policy): TrustedCheckpoint {
  const parsed = parseNote(note)
  checkOnce(parsed.signatures)
  const { origin, extensions } = parseCheckpoint(parsed.text)
  const logs = policy.logs.map((log) => log.verifier).filter((log) => log.name === origin)
  if (logs.length === 0) {
    throw new VerificationError('proof.unknown_log', `the policy does not know the log ${origin}`)
  }
  const witnesses = policy.witnesses
    .map(({ verifier }) => verifier)
    .filter((verifier) => !logs.some((log) => sameKey(log, verifier)))
  const opened = openNote(note, [...logs, ...witnesses])
  const byLog = opened.signatures.filter(({ verifier }) => logs.includes(verifier))
  check(byLog.length > 0, 'note.no_known_signature', `the log ${origin} did not sign`)
  const covered =
    extensions.length === 0 || byLog.some(({ verifier: { type } }) => type === KEY_TYPE.ed25519)
  check(covered, 'note.no_known_signature', 'no signature of the log covers the extension lines')
  const witnessed = opened.signatures.flatMap((signature) => {
    const witness = policy.witnesses.find(({ verifier }) => sameKey(verifier, signature.verifier))
    const timeSeconds = cosignatureTime(signature)
    if (witness === undefined || timeSeconds === undefined) return []
    return [{ witness: witness.name, timeSeconds }]
  })
  const met = isQuorum(
    policy,
    witnessed.map(({ witness }) => witness),
  )
  check(met, 'policy.quorum_not_met', `the quorum ${policy.quorum} has not cosigned`)
  return { checkpoint: parseCheckpoint(opened.text), witnessed }
}

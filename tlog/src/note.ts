// C2SP signed-note: a text, an empty line, and signature lines by named keys.
import { sha256 } from './sha256.ts'
import {
  base64Decode,
  base64Encode,
  concatBytes,
  copyBytes,
  readUint32,
  uint32Bytes,
  utf8Encode,
} from './bytes.ts'
import { check } from './error.ts'

const NOTE_CHARACTERS_MAX = 1_000_000
const NOTE_SIGNATURES_MAX = 100

/** The type bytes of keys that this package knows. */
export const KEY_TYPE = {
  ed25519: 0x01,
  ed25519Cosignature: 0x04,
  mlDsa44Cosignature: 0x06,
} as const
export type KeyType = (typeof KEY_TYPE)[keyof typeof KEY_TYPE]

/** A public key under a name. */
export interface NamedKey {
  readonly name: string
  readonly keyId: number
  readonly type: KeyType
  readonly publicKey: Uint8Array
}

export interface Verifier extends NamedKey {
  /** Whether `signature` (what follows the key id) is this key's over a note's text. */
  verify(text: Uint8Array, signature: Uint8Array): boolean
}

export interface Signer extends NamedKey {
  sign(text: Uint8Array): Uint8Array
}

export interface NoteSignature {
  readonly name: string
  readonly keyId: number
  readonly signature: Uint8Array
}

/** A note as written, nothing of it verified. */
export interface ParsedNote {
  readonly text: string
  readonly signatures: NoteSignature[]
}

export interface VerifiedSignature extends NoteSignature {
  readonly verifier: Verifier
}

/** A note whose listed signatures are good; `unknown` are those by keys nobody asked about. */
export interface OpenedNote {
  readonly text: string
  readonly signatures: VerifiedSignature[]
  readonly unknown: NoteSignature[]
}

export function isKeyName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what the format forbids
  return name.length > 0 && name.isWellFormed() && !/[\p{White_Space}+\u0000-\u001f]/u.test(name)
}

export function keyIdOf(name: string, type: number, publicKey: Uint8Array): number {
  const named = utf8Encode(`${name}\n`)
  return readUint32(sha256(concatBytes(named, Uint8Array.of(type), publicKey)), 0)
}

/** Derives the key id and checks the name: the start of every signer and verifier. */
export function namedKey(name: string, type: KeyType, publicKey: Uint8Array): NamedKey {
  check(isKeyName(name), 'key.malformed', 'key name is empty or holds a space or a plus sign')
  return { name, type, publicKey: copyBytes(publicKey), keyId: keyIdOf(name, type, publicKey) }
}

function checkText(text: string, what: string): void {
  check(text.length <= NOTE_CHARACTERS_MAX, 'note.malformed', `${what} is too long`)
  check(text.isWellFormed(), 'note.malformed', `${what} is not well-formed Unicode`)
  // oxlint-disable-next-line no-control-regex -- control characters are what the format forbids
  const control = /[\u0000-\u0009\u000b-\u001f]/.test(text)
  check(!control, 'note.malformed', `${what} holds a control character`)
  check(text.endsWith('\n'), 'note.malformed', `${what} does not end with a newline`)
}

function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  check(isKeyName(name), 'note.malformed', 'key name is empty or holds a space or a plus sign')
  return `— ${name} ${base64Encode(concatBytes(uint32Bytes(keyId), signature))}\n`
}

export function formatSignatureLines(signatures: readonly NoteSignature[]): string {
  return signatures.map(formatSignatureLine).join('')
}

/** Reads signature lines as they stand under a note, or in a witness's answer. */
export function parseSignatureLines(lines: string): NoteSignature[] {
  checkText(lines, 'signature block')
  const rows = lines.slice(0, -1).split('\n')
  const few = rows.length <= NOTE_SIGNATURES_MAX
  check(few, 'note.too_many_signatures', `more than ${NOTE_SIGNATURES_MAX} signatures`)
  return rows.map((row) => {
    const [dash, name, encoded, ...rest] = row.split(' ')
    const shaped = dash === '—' && name !== undefined && encoded !== undefined && rest.length === 0
    check(shaped && isKeyName(name), 'note.malformed', 'signature line is malformed')
    const bytes = base64Decode(encoded)
    check(bytes.length > 4, 'note.malformed', 'signature line holds no signature')
    return { name, keyId: readUint32(bytes, 0), signature: copyBytes(bytes, 4) }
  })
}

export function formatNote({ text, signatures }: ParsedNote): string {
  checkText(text, 'note text')
  check(signatures.length > 0, 'note.malformed', 'a note needs a signature')
  return `${text}\n${formatSignatureLines(signatures)}`
}

export function parseNote(note: string): ParsedNote {
  checkText(note, 'note')
  const split = note.lastIndexOf('\n\n')
  check(split >= 0, 'note.malformed', 'no empty line between text and signatures')
  const lines = note.slice(split + 2)
  check(lines.length > 0, 'note.malformed', 'no signature lines')
  const parsed = { text: note.slice(0, split + 1), signatures: parseSignatureLines(lines) }
  check(formatNote(parsed) === note, 'note.malformed', 'note is not in canonical form')
  return parsed
}

function keyName(key: { name: string; keyId: number }): string {
  return `${key.name}+${key.keyId}`
}

/**
 * Opens a note: every signature by a known key must be good, and there must be at least one.
 * Signatures by other keys are set aside.
 */
export function openNote(note: string, verifiers: readonly Verifier[]): OpenedNote {
  const known = new Map<string, Verifier>()
  for (const verifier of verifiers) {
    const fresh = !known.has(keyName(verifier))
    check(fresh, 'note.ambiguous_verifier', 'two verifiers share a name and key id')
    known.set(keyName(verifier), verifier)
  }
  const parsed = parseNote(note)
  const message = utf8Encode(parsed.text)
  const signatures: VerifiedSignature[] = []
  const unknown: NoteSignature[] = []
  for (const line of parsed.signatures) {
    const verifier = known.get(keyName(line))
    if (verifier === undefined) {
      unknown.push(line)
      continue
    }
    const good = verifier.verify(message, line.signature)
    check(good, 'note.bad_signature', `the signature by ${line.name} is wrong`)
    signatures.push({ ...line, verifier })
  }
  check(signatures.length > 0, 'note.no_known_signature', 'no signature by a known key')
  return { text: parsed.text, signatures, unknown }
}

/** Signs a note's text with each key and answers the signatures alone. */
export function signatures(text: string, signers: readonly Signer[]): NoteSignature[] {
  checkText(text, 'note text')
  const message = utf8Encode(text)
  return signers.map((signer) => {
    return { name: signer.name, keyId: signer.keyId, signature: signer.sign(message) }
  })
}

export function signNote(text: string, signers: readonly Signer[]): string {
  return formatNote({ text, signatures: signatures(text, signers) })
}

/** Puts more signatures under a note, leaving out lines it already has. */
export function addSignatures(note: string, more: readonly NoteSignature[]): string {
  const parsed = parseNote(note)
  const present = new Set(parsed.signatures.map(formatSignatureLine))
  const fresh = more.filter((line) => !present.has(formatSignatureLine(line)))
  return formatNote({ text: parsed.text, signatures: [...parsed.signatures, ...fresh] })
}

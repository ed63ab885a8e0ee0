/** A small ledger in a folder, as a server would show it: for tests of what reads one. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  appendLeaves,
  ed25519Signer,
  encodeEntries,
  encodeTile,
  entriesPath,
  formatCheckpoint,
  hashLeaf,
  signNote,
  tilePath,
  tilesFor,
  utf8Encode,
} from 'tlog'
import { keyInput, kidOf, revocationInput, sealEntry, statementInput } from '#passport/entry.ts'
import { anchorInput } from '#passport/anchoring/anchor-entry.ts'
import { SAMPLE_CODE, SAMPLE_LOG, seeded } from '#passport/fixtures.ts'
import { linkOf } from '#passport/link.ts'
import { recoveryInput } from '#passport/recovery/recovery-entry.ts'

const party = ed25519Signer('party', seeded('party', 32))
const digest = seeded('digest', 32)
const keyOfParty = keyInput(kidOf(SAMPLE_LOG.publicKey), {
  publicKey: party.publicKey,
  keptBy: 'platform',
  kind: 'exporter',
  restrictedDigest: digest,
})

const sealedByLog = (input: Uint8Array) => sealEntry(input, SAMPLE_LOG.sign(input))

/** The first enters a key, all others are signed with it. */
export function entryAt(at: number): Uint8Array {
  return at === 0 ? sealedByLog(keyOfParty) : statementOf(at, `statement ${at}`)
}

/** Another statement under the number that the one at this place has. */
export const otherAt = (at: number): Uint8Array => statementOf(at, `another ${at}`)

function statementOf(number: number, says: string): Uint8Array {
  const input = statementInput({
    kid: kidOf(party.publicKey),
    link: linkOf(SAMPLE_CODE, number),
    publicDigest: seeded(says, 32),
    restrictedDigest: digest,
  })
  return sealEntry(input, party.sign(input))
}

/** Ends that key. */
export const revocation = (): Uint8Array =>
  sealedByLog(
    revocationInput(kidOf(SAMPLE_LOG.publicKey), {
      kid: kidOf(party.publicKey),
      reason: 'compromised',
    }),
  )

/** Says that these entries came back after the database was lost. */
export const recoveryOf = (first: number, end: number): Uint8Array =>
  sealedByLog(recoveryInput(kidOf(SAMPLE_LOG.publicKey), { first, end }))

/** Says that a chain holds this root of so many entries. */
export const anchorOf = (size: number, root: Uint8Array): Uint8Array =>
  sealedByLog(
    anchorInput(kidOf(SAMPLE_LOG.publicKey), {
      chainId: 1,
      contract: `0x${'0b'.repeat(20)}`,
      transaction: `0x${'0c'.repeat(32)}`,
      block: { number: 7, hash: `0x${'0a'.repeat(32)}`, at: 1_773_000_000 },
      origin: SAMPLE_LOG.name,
      size,
      root,
    }),
  )

export const rootOf = (entries: readonly Uint8Array[]): Uint8Array =>
  appendLeaves(
    0n,
    [],
    entries.map((entry) => hashLeaf(entry)),
  ).root

/** Writes a ledger as C2SP tlog-tiles lays it out; answers the paths. */
export async function publish(folder: string, entries: readonly Uint8Array[]): Promise<string[]> {
  const size = BigInt(entries.length)
  const { root, stored } = appendLeaves(
    0n,
    [],
    entries.map((entry) => hashLeaf(entry)),
  )
  const hashes = new Map(stored.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  const files = new Map<string, Uint8Array>()
  for (const { level, index, width } of tilesFor(0n, size)) {
    const first = Number(index) * 256
    const at = (n: number) => hashes.get(`${8 * level}/${first + n}`)!
    files.set(
      tilePath(level, index, width),
      encodeTile(Array.from({ length: width }, (_, n) => at(n))),
    )
    if (level === 0)
      files.set(entriesPath(index, width), encodeEntries(entries.slice(first, first + width)))
  }
  const note = signNote(formatCheckpoint({ origin: SAMPLE_LOG.name, size, root }), [SAMPLE_LOG])
  files.set('checkpoint', utf8Encode(note))
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  return [...files.keys()]
}

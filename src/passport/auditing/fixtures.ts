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
import { SAMPLE_LOG, seeded } from '#passport/fixtures.ts'

const party = ed25519Signer('party', seeded('party', 32))
const digest = seeded('digest', 32)
const keyOfParty = keyInput(kidOf(SAMPLE_LOG.publicKey), {
  publicKey: party.publicKey,
  kind: 'exporter',
  restrictedDigest: digest,
})

/** The first enters a key, all others are signed with it. */
export function entryAt(at: number): Uint8Array {
  if (at === 0) return utf8Encode(sealEntry(keyOfParty, SAMPLE_LOG.sign(keyOfParty)))
  const publicDigest = seeded(`statement ${at}`, 32)
  const input = statementInput({
    kid: kidOf(party.publicKey),
    publicDigest,
    restrictedDigest: digest,
  })
  return utf8Encode(sealEntry(input, party.sign(input)))
}

/** Ends that key. */
export function revocation(): Uint8Array {
  const input = revocationInput(kidOf(SAMPLE_LOG.publicKey), {
    kid: kidOf(party.publicKey),
    reason: 'compromised',
  })
  return utf8Encode(sealEntry(input, SAMPLE_LOG.sign(input)))
}

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

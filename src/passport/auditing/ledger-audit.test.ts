// A ledger in a folder, audited as anyone would: grown, resumed, and with one byte flipped in each of its files.
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
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
import { openAuditState } from '#passport/auditing/audit-state.ts'
import { auditSource, AUDIT_BEGINS, type AuditState } from '#passport/auditing/ledger-audit.ts'
import { openSource } from '#passport/auditing/ledger-source.ts'
import { keyInput, kidOf, sealEntry, statementInput } from '#passport/entry.ts'
import { SAMPLE_LOG, SAMPLE_VKEY, seeded } from '#passport/fixtures.ts'

const folder = await mkdtemp(join(tmpdir(), 'landbridge-audit-'))
after(() => rm(folder, { recursive: true }))

const party = ed25519Signer('party', seeded('party', 32))
const digest = seeded('digest', 32)
const keyOfParty = keyInput(kidOf(SAMPLE_LOG.publicKey), {
  publicKey: party.publicKey,
  kind: 'exporter',
  restrictedDigest: digest,
})

function entryAt(at: number): Uint8Array {
  if (at === 0) return utf8Encode(sealEntry(keyOfParty, SAMPLE_LOG.sign(keyOfParty)))
  const publicDigest = seeded(`statement ${at}`, 32)
  const input = statementInput({
    kid: kidOf(party.publicKey),
    publicDigest,
    restrictedDigest: digest,
  })
  return utf8Encode(sealEntry(input, party.sign(input)))
}

/** Writes a ledger as C2SP tlog-tiles lays it out; answers the paths. */
async function publish(entries: readonly Uint8Array[]): Promise<string[]> {
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

const audit = (from: AuditState = AUDIT_BEGINS) =>
  auditSource({
    source: openSource(folder),
    vkey: SAMPLE_VKEY,
    from,
    onBundle: async () => undefined,
  })

const entries = Array.from({ length: 530 }, (_, at) => entryAt(at))

test('a ledger that grows is followed from a state kept on disk', async () => {
  const file = openAuditState(join(folder, 'state.json'), SAMPLE_VKEY)
  for (const size of [0, 1, 255, 256, 300, 512, 530]) {
    await publish(entries.slice(0, size))
    const { state } = await audit(await file.read())
    await file.write(state)
    assert.deepEqual(await file.read(), state)
  }
  await publish(entries.slice(0, 300))
  await assert.rejects(audit(await file.read()), { code: 'audit.shrank' })
  await publish([...entries.slice(0, 529), entryAt(9_999), entryAt(10_000)])
  await assert.rejects(audit(await file.read()), { code: 'audit.split' })
  await assert.rejects(openAuditState(join(folder, 'state.json'), 'other').read(), {
    code: 'audit.state',
  })
})

test('one flipped byte in any file is found', async () => {
  for (const path of await publish(entries)) {
    const good = await readFile(join(folder, path))
    const bad = Buffer.from(good)
    bad[bad.length >> 1]! ^= 1
    await writeFile(join(folder, path), bad)
    await assert.rejects(audit(), /audit\./, path)
    await writeFile(join(folder, path), good)
  }
  await audit()
})

test('an entry that is not one of ours, or signed by a key not entered before, is found', async () => {
  await publish([entryAt(1), entryAt(0)])
  await assert.rejects(audit(), { code: 'audit.entry' })
  await publish([utf8Encode('free text')])
  await assert.rejects(audit(), { code: 'audit.entry' })
})

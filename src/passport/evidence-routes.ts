/** Evidence over HTTP: as a file or as a page that verifies itself, with what its reader may open and asks for; documents by digest. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hexDecode } from 'tlog'
import type { Actor } from '#kernel/organisation.ts'
import { httpProblem } from '#kernel/http-problem.ts'
import { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { servePublic, serveRaw, type Http } from '#platform/http.ts'
import { getContainerFor, type ContainerRow } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import { passportApi, passportProblem } from '#passport/contract.ts'
import { disclosureFor, narrowed } from '#passport/disclosure.ts'
import { makeEvidence, PUBLIC_ONLY, readDossier, type Disclosure } from '#passport/dossier.ts'
import { writeEvidence } from '#passport/evidence.ts'
import { writeEvidencePage } from '#passport/evidence-page.ts'
import { BOX_NONCE_BYTES, sealReference } from '#passport/lookup-box.ts'
import { parseTypedCode } from '#passport/passport.ts'
import type { Passport } from '#passport/running.ts'
import { DocumentPart } from '#passport/statement.ts'
import {
  findPassport,
  listDocuments,
  type FiledDocument,
  type PassportRow,
} from '#passport/store.ts'

/** Enough that who asks stays hidden among them, few enough for a phone. */
const BOXES_MAX = 256

export function evidenceRoutes(http: Http, { ledger }: Passport): void {
  serveRaw(
    http,
    {
      method: 'GET',
      path: '/api/passports/:code/evidence',
      summary:
        'The evidence, to be checked offline: with the restricted parts you are entitled to when signed in, with those of ?show=1,3.2,names alone, or ?part=public; as a page that verifies itself with ?as=html',
      access: 'public',
      produces: 'application/json',
    },
    async ({ params, query, actor, database }) =>
      database.transact(async (tx) => {
        const row = await getByCode(tx, params['code'] ?? '')
        const dossier = await readDossier(tx, ledger, row)
        const disclosure = await disclosureOf(tx, row.containerId, actor, query)
        const evidence = await makeEvidence(tx, ledger, dossier, disclosure)
        if (evidence === undefined) throw passportProblem('passport.not_sequenced_yet')
        const text = writeEvidence(evidence)
        return query['as'] === 'html'
          ? asPage(text, row.code, http.options.webRoot)
          : attachment(`${row.code}.landbridge.json`, 'application/json', text)
      }),
  )

  servePublic(http, passportApi.findDocuments, async ({ tx, params: { prefix } }) => {
    if (!/^[0-9a-f]{1,8}$/.test(prefix))
      throw passportProblem('passport.digest_unreadable', { prefix: prefix.slice(0, 20) })
    const found = await listDocuments(tx, prefix, BOXES_MAX + 1)
    const narrower = found.length > BOXES_MAX && prefix.length < 8
    return { boxes: narrower ? [] : found.map(boxOf), narrower }
  })
}

async function disclosureOf(
  tx: Tx,
  containerId: ContainerId,
  actor: Actor | null,
  query: Readonly<Record<string, string>>,
): Promise<Disclosure> {
  if (query['part'] === 'public' || actor === null) return PUBLIC_ONLY
  const container = await findAsParty(tx, actor, containerId)
  if (container === undefined) return PUBLIC_ONLY
  const all = disclosureFor(actor, container.isShared === true)
  return query['show'] === undefined ? all : narrowed(all, query['show'])
}

const attachment = (name: string, type: string, body: string) => ({
  type: `${type}; charset=utf-8`,
  headers: { 'content-disposition': `attachment; filename="${name}"` },
  body,
})

async function asPage(text: string, code: string, webRoot: string | undefined) {
  const path = webRoot && join(webRoot, 'evidence.html')
  const page = path && (await readFile(path, 'utf8').catch(() => undefined))
  // A server without the built web app has no page to give.
  if (!page) throw httpProblem('http.no_route')
  return attachment(`${code}.landbridge.html`, 'text/html', writeEvidencePage(page, text))
}

function boxOf({ part, code, sequence, number, lastOfKind }: FiledDocument): string {
  const { sha256, kind, name, bytes } = DocumentPart.parse(part.content)
  const salt = base64urlEncode(part.salt)
  return sealReference(
    hexDecode(sha256),
    { code, sequence, number, kind, name, bytes, salt, lastOfKind },
    Uint8Array.from(randomBytes(BOX_NONCE_BYTES)),
  )
}

/** A booked container has its code as soon as the follower has seen it. */
export async function getByContainer(tx: Tx, containerId: ContainerId): Promise<PassportRow> {
  const row = await findPassport(tx, { containerId })
  if (row === undefined) throw passportProblem('passport.not_made_yet')
  return row
}

export async function getByCode(tx: Tx, typed: string): Promise<PassportRow> {
  const row = await findPassport(tx, { code: parseTypedCode(typed) })
  if (row === undefined) throw passportProblem('passport.absent')
  return row
}

async function findAsParty(
  tx: Tx,
  actor: Actor,
  containerId: ContainerId,
): Promise<ContainerRow | undefined> {
  try {
    return await getContainerFor(tx, actor, containerId)
  } catch (error) {
    if (error instanceof Problem && error.kind === 'absent') return undefined
    throw error
  }
}

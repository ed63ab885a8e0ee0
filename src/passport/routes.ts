/** The passport over HTTP: the public page's one reply, the evidence file, a party's view of its container. */
import { serve, servePublic, type Http } from '#platform/http.ts'
import { getContainerFor } from '#booking'
import { StepEvent } from '#booking/contract.ts'
import { StepDocument } from '#kernel/document.ts'
import { publicLastPlace } from '#tracking'
import { base64urlEncode } from '#passport/base64url.ts'
import { passportApi, passportProblem } from '#passport/contract.ts'
import { disclosureFor } from '#passport/disclosure.ts'
import type { Disclosure } from '#passport/dossier.ts'
import { makeEvidence, PUBLIC_ONLY, readDossier } from '#passport/dossier.ts'
import { writeEvidence } from '#passport/evidence.ts'
import { evidenceRoutes, getByCode, getByContainer } from '#passport/evidence-routes.ts'
import { labelRoutes } from '#passport/label-routes.ts'
import { ledgerRoutes } from '#passport/ledger-routes.ts'
import { trackProofRoutes } from '#passport/positions/track-routes.ts'
import { placeOf, publicView } from '#passport/public-view.ts'
import { readPublicWay } from '#passport/public-way.ts'
import { waitingRoutes } from '#passport/queueing/waiting-routes.ts'
import type { Passport } from '#passport/running.ts'
import { readPublished } from '#passport/sequencer.ts'
import { signingRoutes, unsignedOf } from '#passport/signing-routes.ts'
import { listStatements, publicPart, type PassportRow, type Statement } from '#passport/store.ts'

export function passportRoutes(http: Http, passport: Passport): void {
  publicRoutes(http, passport)
  evidenceRoutes(http, passport)
  memberRoutes(http, passport)
  labelRoutes(http, passport)
  signingRoutes(http, passport)
  ledgerRoutes(http, passport)
  waitingRoutes(http)
  trackProofRoutes(http, passport)
}

function publicRoutes(http: Http, { ledger }: Passport): void {
  servePublic(http, passportApi.getPassport, async ({ tx, params, now }) => {
    const row = await getByCode(tx, params.code)
    const dossier = await readDossier(tx, ledger, row)
    const { statements } = dossier
    if (statements.length === 0) throw passportProblem('passport.not_made_yet')
    const evidence = await makeEvidence(tx, ledger, dossier, PUBLIC_ONLY)
    const { departure, way } = await readPublicWay(tx, row.containerId, now)
    const last = await publicLastPlace(tx, row.containerId)
    return {
      code: row.code,
      ...publicView(statements),
      service: {
        names: departure.service.names,
        stops: departure.service.stops.map(({ station }) => placeOf(station)),
      },
      way,
      lastPlace: last ? { ...placeOf(last.station), at: last.at.toISOString() } : null,
      ledger: { origin: ledger.key.name, vkey: ledger.key.vkey },
      evidence: evidence ? writeEvidence(evidence) : null,
    }
  })
}

function memberRoutes(http: Http, { ledger, publicUrl }: Passport): void {
  serve(http, passportApi.getContainerPassport, async ({ tx, params, actor }) => {
    const { isShared = false } = await getContainerFor(tx, actor, params.containerId)
    const row = await getByContainer(tx, params.containerId)
    const published = Number((await readPublished(ledger))?.size ?? 0)
    const statements = await listStatements(tx, row.containerId)
    return {
      code: row.code,
      url: urlOf(publicUrl, row),
      statements: statements.map((statement) => ({
        sequence: statement.sequence,
        event: StepEvent.parse(publicPart(statement).event),
        kid: statement.kid,
        entryHash: base64urlEncode(statement.leafHash),
        index: statement.index,
        published: statement.index !== null && statement.index < published,
        ...openTo(disclosureFor(actor, isShared), statement),
      })),
      unsigned: await unsignedOf(tx, row.containerId),
    }
  })
}

/** What of a statement this party may put into an evidence file. */
function openTo(disclosure: Disclosure, statement: Statement) {
  const documents = statement.documents.flatMap(({ content }, at) =>
    disclosure.document(statement, at + 1)
      ? [{ ...StepDocument.parse(content), number: at + 1 }]
      : [],
  )
  return { opens: disclosure.statement(statement), documents }
}

const urlOf = (publicUrl: string, { code }: PassportRow): string => `${publicUrl}/c/${code}`

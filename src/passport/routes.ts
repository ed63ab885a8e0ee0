/** The passport over HTTP: the public page's one reply, the evidence file, a party's view of its container, the label. */
import type { Actor } from '#kernel/organisation.ts'
import { httpProblem } from '#kernel/http-problem.ts'
import type { Tx } from '#platform/database.ts'
import { serve, servePublic, serveRaw, type Http } from '#platform/http.ts'
import { getDeparture } from '#train'
import { getContainerFor, type ContainerRow } from '#booking'
import { ContainerId, StepEvent } from '#booking/contract.ts'
import { StepDocument } from '#kernel/document.ts'
import { publicLastPlace } from '#tracking'
import { base64urlEncode } from '#passport/base64url.ts'
import { passportApi, passportProblem } from '#passport/contract.ts'
import { disclosureFor } from '#passport/disclosure.ts'
import { makeEvidence, PUBLIC_ONLY, readDossier } from '#passport/dossier.ts'
import { writeEvidence } from '#passport/evidence.ts'
import { evidenceRoutes, getByCode } from '#passport/evidence-routes.ts'
import { printLabel, type Label } from '#passport/label.ts'
import { ledgerRoutes } from '#passport/ledger-routes.ts'
import { trackProofRoutes } from '#passport/positions/track-routes.ts'
import { placeOf, publicView } from '#passport/public-view.ts'
import { waitingRoutes } from '#passport/queueing/waiting-routes.ts'
import type { Passport } from '#passport/running.ts'
import { readPublished } from '#passport/sequencer.ts'
import { signingRoutes, unsignedOf } from '#passport/signing-routes.ts'
import {
  findPassport,
  listStatements,
  publicPart,
  type PassportRow,
  type Statement,
} from '#passport/store.ts'

export function passportRoutes(http: Http, passport: Passport): void {
  publicRoutes(http, passport)
  evidenceRoutes(http, passport)
  memberRoutes(http, passport)
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
    const departure = await getDeparture(tx, row.departureId, now)
    const last = await publicLastPlace(tx, row.containerId)
    return {
      code: row.code,
      ...publicView(statements),
      service: {
        names: departure.service.names,
        stops: departure.service.stops.map(({ station }) => placeOf(station)),
      },
      lastPlace: last ? { ...placeOf(last.station), at: last.at.toISOString() } : null,
      ledger: { origin: ledger.key.name, vkey: ledger.key.vkey },
      evidence: evidence ? writeEvidence(evidence) : null,
    }
  })
}

function memberRoutes(http: Http, { ledger, publicUrl }: Passport): void {
  serve(http, passportApi.getContainerPassport, async ({ tx, params, actor }) => {
    await getContainerFor(tx, actor, params.containerId)
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
        ...openTo(actor, statement),
      })),
      unsigned: await unsignedOf(tx, row.containerId),
    }
  })

  serveRaw(
    http,
    {
      method: 'GET',
      path: '/api/containers/:containerId/label.pdf',
      summary:
        'The label for the container’s door: 100 × 100 mm, QR code, Chinese, English, Russian',
      access: 'member',
      produces: 'application/pdf',
    },
    async ({ params, actor, database, now }) => {
      const containerId = ContainerId.safeParse(params['containerId'])
      if (!containerId.success || actor === null) throw httpProblem('http.no_route')
      const label = await database.transact(async (tx) => {
        const container = await getContainerFor(tx, actor, containerId.data)
        const row = await getByContainer(tx, containerId.data)
        return readLabel(tx, { publicUrl, row, container, now })
      })
      const disposition = `inline; filename="${label.containerNumber}.pdf"`
      return {
        type: 'application/pdf',
        headers: { 'content-disposition': disposition },
        body: await printLabel(label),
      }
    },
  )
}

/** What of a statement this party may put into an evidence file. */
function openTo(actor: Actor, statement: Statement) {
  const disclosure = disclosureFor(actor)
  const documents = statement.documents.flatMap(({ content }, at) =>
    disclosure.document(statement, at + 1)
      ? [{ ...StepDocument.parse(content), number: at + 1 }]
      : [],
  )
  return { opens: disclosure.statement(statement), documents }
}

const urlOf = (publicUrl: string, { code }: PassportRow): string => `${publicUrl}/c/${code}`

/** From the booking itself: a box is labelled whether or not its statements are signed yet. */
async function readLabel(
  tx: Tx,
  {
    publicUrl,
    row,
    container: { containerNumber, equipmentType },
    now,
  }: {
    readonly publicUrl: string
    readonly row: PassportRow
    readonly container: Pick<ContainerRow, 'containerNumber' | 'equipmentType'>
    readonly now: Date
  },
): Promise<Label> {
  if (containerNumber === null) throw passportProblem('passport.no_number_yet')
  const { trainNumber, departsAt, service } = await getDeparture(tx, row.departureId, now)
  return {
    url: urlOf(publicUrl, row),
    code: row.code,
    containerNumber,
    equipmentType,
    trainNumber,
    departsAt,
    origin: placeOf(service.origin),
    destination: placeOf(service.destination),
  }
}

/** A booked container has its code as soon as the follower has seen it. */
async function getByContainer(tx: Tx, containerId: ContainerId): Promise<PassportRow> {
  const row = await findPassport(tx, { containerId })
  if (row === undefined) throw passportProblem('passport.not_made_yet')
  return row
}

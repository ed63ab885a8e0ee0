/** Labels over HTTP: one container's, or those of many in one file, a page each. */
import { z } from 'zod'
import { httpProblem } from '#kernel/http-problem.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { serveRaw, type Http, type RawReply } from '#platform/http.ts'
import { getDeparture } from '#train'
import { getContainerFor } from '#booking'
import { ContainerId } from '#booking/contract.ts'
import { passportProblem } from '#passport/contract.ts'
import { getByContainer } from '#passport/evidence-routes.ts'
import { printLabels, type Label } from '#passport/label.ts'
import { placeOf } from '#passport/public-view.ts'
import type { Passport } from '#passport/running.ts'

const PDF = 'application/pdf'
const LABELS_MAX = 100
const LABEL = 'for the container’s door: 100 × 100 mm, QR code, Chinese, English, Russian'

export function labelRoutes(http: Http, { publicUrl }: Passport): void {
  serveRaw(
    http,
    {
      method: 'GET',
      path: '/api/containers/:containerId/label.pdf',
      summary: `The label ${LABEL}`,
      access: 'member',
      produces: PDF,
    },
    async ({ params, actor, database, now }) => {
      const containerId = ContainerId.safeParse(params['containerId'])
      if (!containerId.success || actor === null) throw httpProblem('http.no_route')
      const label = await database.transact((tx) =>
        readLabel(tx, { publicUrl, actor, now }, containerId.data),
      )
      return printed([label], label.containerNumber)
    },
  )

  serveRaw(
    http,
    {
      method: 'GET',
      path: '/api/containers/labels.pdf',
      summary: `Labels of up to ${LABELS_MAX} containers (containers=ctr_…,ctr_…), a page each, ${LABEL}`,
      access: 'member',
      produces: PDF,
    },
    async ({ query, actor, database, now }) => {
      const ids = Named.safeParse(query['containers'])
      if (!ids.success) throw passportProblem('passport.labels_unclear', { labelsMax: LABELS_MAX })
      if (actor === null) throw httpProblem('http.no_route')
      const labels = await database.transact(async (tx) => {
        const read: Label[] = []
        for (const id of ids.data) read.push(await readLabel(tx, { publicUrl, actor, now }, id))
        return read
      })
      return printed(labels, `labels-${labels.length}`)
    },
  )
}

const Named = z
  .string()
  .transform((text) => [...new Set(text.split(','))])
  .pipe(z.array(ContainerId).min(1).max(LABELS_MAX))

async function printed(labels: readonly Label[], name: string): Promise<RawReply> {
  return {
    type: PDF,
    headers: { 'content-disposition': `inline; filename="${name}.pdf"` },
    body: await printLabels(labels),
  }
}

/** From the booking itself: a box is labelled whether or not its statements are signed yet. */
async function readLabel(
  tx: Tx,
  {
    publicUrl,
    actor,
    now,
  }: { readonly publicUrl: string; readonly actor: Actor; readonly now: Date },
  containerId: ContainerId,
): Promise<Label> {
  const { containerNumber, equipmentType } = await getContainerFor(tx, actor, containerId)
  const { code, departureId } = await getByContainer(tx, containerId)
  if (containerNumber === null) throw passportProblem('passport.no_number_yet')
  const { trainNumber, departsAt, service } = await getDeparture(tx, departureId, now)
  return {
    url: `${publicUrl}/c/${code}`,
    code,
    containerNumber,
    equipmentType,
    trainNumber,
    departsAt,
    origin: placeOf(service.origin),
    destination: placeOf(service.destination),
  }
}

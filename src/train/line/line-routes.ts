/** Lines over HTTP. */
import type { OrganisationId } from '#kernel/organisation.ts'
import { serve, type Http } from '#platform/http.ts'
import { trainApi, trainProblem, type Service } from '#train/contract.ts'
import { getService } from '#train/departures.ts'
import { lineFiles } from '#train/line/line-files.ts'
import { readLineFile } from '#train/line/line-import.ts'
import { changeLine, openLine } from '#train/line/line-keeping.ts'
import { serviceFileApi } from '#train/service-file-contract.ts'
import { pageServices } from '#train/store.ts'

export function lineRoutes(http: Http): void {
  serve(http, trainApi.createService, ({ tx, body, ...asking }) => openLine(tx, asking, body))

  serve(http, trainApi.changeService, ({ tx, params, body, actor }) =>
    changeLine(tx, { actor }, params.serviceId, body),
  )

  serve(http, trainApi.listServices, ({ tx, query }) => pageServices(tx, query))

  serve(http, trainApi.getService, async ({ tx, params, actor }) => {
    const service = await getService(tx, params.serviceId)
    if (!takesPart(service, actor.organisationId)) throw trainProblem('train.service_absent')
    return service
  })

  lineFiles(http)
  serve(http, serviceFileApi.readFile, ({ tx, body, ...reading }) =>
    readLineFile(tx, reading, body),
  )
}

function takesPart({ operatorId, parties }: Service, id: OrganisationId): boolean {
  const { warehouseIds, customsIds, railIds } = parties
  return [operatorId, ...warehouseIds, ...customsIds, ...railIds].includes(id)
}

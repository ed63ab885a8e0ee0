/** The warehouse over HTTP: take the step, hold it to the warehouse's own rules, record it; one transaction each. */
import { getContainerFor, papersOf, receiveConsignment, takeStep } from '#booking'
import { serve, type Http } from '#platform/http.ts'
import { warehouseApi, warehouseProblem, type WarehouseRecord } from '#warehouse/contract.ts'
import { insertReceived, listRecords, updateRecord } from '#warehouse/store.ts'
import { findSealRefusal, findWeighRefusal, type Refusal } from '#warehouse/warehouse.ts'

const NOTHING_YET: WarehouseRecord = {
  receivedAt: null,
  stuffedAt: null,
  weighedAt: null,
  grossMassKg: null,
  sealedAt: null,
  sealNumber: null,
}

export function warehouseRoutes(http: Http): void {
  serve(http, warehouseApi.receive, async ({ tx, params, body, ...given }) => {
    const { containerId } = params
    const said = { restricted: papersOf(body) }
    const container = await takeStep(tx, { ...given, ...body, containerId, step: 'receive', said })
    await insertReceived(tx, containerId, given.actor.organisationId, momentOf(container))
    return container
  })

  serve(http, warehouseApi.receiveConsignment, ({ tx, params, actor, now }) =>
    receiveConsignment(tx, { actor, now, ...params }),
  )

  serve(http, warehouseApi.stuff, async ({ tx, params, body, ...given }) => {
    const { containerId } = params
    const container = await takeStep(tx, { ...given, ...body, containerId, step: 'stuff' })
    await updateRecord(tx, containerId, { stuffed_at: momentOf(container) })
    return container
  })

  serve(http, warehouseApi.weigh, async ({ tx, params, body, ...given }) => {
    const { containerId } = params
    const { grossMassKg } = body
    const said = { restricted: { grossMassKg } }
    const container = await takeStep(tx, { ...given, ...body, containerId, step: 'weigh', said })
    refuse(findWeighRefusal(container.equipmentType, grossMassKg))
    await updateRecord(tx, containerId, {
      weighed_at: momentOf(container),
      gross_mass_kg: grossMassKg,
    })
    return container
  })

  serve(http, warehouseApi.seal, async ({ tx, params, body, ...given }) => {
    const { containerId } = params
    const { sealNumber } = body
    const said = { restricted: { sealNumber, ...papersOf(body) } }
    const container = await takeStep(tx, { ...given, ...body, containerId, step: 'seal', said })
    refuse(findSealRefusal(container.sealNumber, sealNumber))
    await updateRecord(tx, containerId, {
      sealed_at: momentOf(container),
      seal_number: sealNumber,
    })
    return container
  })

  serve(http, warehouseApi.record, async ({ tx, params, actor }) => {
    const { isShared } = await getContainerFor(tx, actor, params.containerId)
    const records = await listRecords(tx, [params.containerId])
    const record = records.get(params.containerId) ?? NOTHING_YET
    // What the box weighs less one's own cargo is what the others' weighs.
    return isShared ? { ...record, grossMassKg: null } : record
  })
}

const momentOf = (container: { readonly lastStepAt: string }): Date =>
  new Date(container.lastStepAt)

function refuse(refused: Refusal | null): void {
  if (refused !== null) throw warehouseProblem(refused.refusal, refused.facts)
}

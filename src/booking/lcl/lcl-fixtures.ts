/** For tests of LCL: a consolidation as an operator opens it, and consignments as shippers book them. */
import type { z } from 'zod'
import type { Parties } from '#identity/fixtures.ts'
import type { NewConsignment, NewConsolidation } from '#booking/lcl-contract.ts'

/** 40 m³ and 12 t in a 40 ft box, unless told otherwise. */
export function newConsolidation(
  parties: Parties,
  changes: Partial<z.input<typeof NewConsolidation>> = {},
): z.input<typeof NewConsolidation> {
  return {
    equipmentType: '45G1',
    volumeDm3: 40_000,
    grossKg: 12_000,
    packages: 400,
    closesMinutesBefore: 24 * 60,
    brokerId: parties.broker.organisationId,
    consignee: {
      name: 'Sammelgut Duisburg GmbH',
      country: 'DE',
      address: 'Gaterweg 201, 47229 Duisburg',
    },
    ...changes,
  }
}

/** One line of `volumeDm3` and `grossMassKg`: axial fans of its shipper. */
export function newConsignment(
  parties: Parties,
  lot: { readonly volumeDm3: number; readonly grossMassKg: number },
  changes: Partial<z.input<typeof NewConsignment>> = {},
): z.input<typeof NewConsignment> {
  return {
    brokerId: parties.broker.organisationId,
    consignee: {
      name: 'Muster Handels GmbH',
      country: 'DE',
      address: 'Hafenstraße 1, 47119 Duisburg',
      organisationId: parties.consignee.organisationId,
    },
    incoterm: 'FCA',
    cargo: [
      {
        goodsName: { zh: '轴流风机', en: 'Axial fans', ru: 'Осевые вентиляторы' },
        hsCode: '8414599030',
        packages: 12,
        packageKind: '22',
        value: { amountMinor: 600_000, currency: 'USD' },
        ...lot,
      },
    ],
    ...changes,
  }
}

/** Allotments: slots of a departure kept for an organisation or a kind of party until a set time before it leaves. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { idSchema } from '#kernel/id.ts'
import { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { Timestamp } from '#kernel/time.ts'
import { DepartureId, ServiceNames, SlotAmount } from '#train/contract.ts'

export const AllotmentId = idSchema<'AllotmentId'>('alt')
export type AllotmentId = z.infer<typeof AllotmentId>

/** Slots kept for one organisation, or for a kind of party, until they are released to open sale. */
export const Allotment = z.object({
  id: AllotmentId,
  departureId: DepartureId,
  organisationId: OrganisationId.nullable(),
  organisationNames: ServiceNames.nullable(),
  organisationKind: OrganisationKind.nullable(),
  amount: SlotAmount,
  releaseAt: Timestamp,
  releasedAt: Timestamp.nullable(),
  free: SlotAmount.meta({ description: 'Still to be had by those it is for' }),
  used: SlotAmount.meta({ description: 'Sold and held out of it' }),
})
export type Allotment = z.infer<typeof Allotment>

export const NewAllotment = z.object({
  for: z.union([
    z.object({ organisationId: OrganisationId }),
    z.object({ organisationKind: z.enum(['exporter', 'forwarder']) }),
  ]),
  amount: SlotAmount.partial({ grossKg: true, plugs: true, dangerousPlaces: true }).meta({
    description: 'Gross mass left out: in proportion to the places, of the whole train',
  }),
  releaseAt: Timestamp.meta({ description: 'What is not taken by then goes to open sale' }),
})
export type NewAllotment = z.infer<typeof NewAllotment>

export const allotmentApi = {
  allot: command({
    path: '/departures/:departureId/allotments',
    summary: 'Keep slots of your own train for an organisation or a kind of party until a set time',
    access: ['operator'],
    params: z.object({ departureId: DepartureId }),
    body: NewAllotment,
    reply: Allotment,
  }),
  listAllotments: query({
    path: '/departures/:departureId/allotments',
    summary: 'What is kept for whom on your own train',
    access: ['operator'],
    params: z.object({ departureId: DepartureId }),
    reply: z.object({ items: z.array(Allotment) }),
  }),
  releaseAllotment: command({
    path: '/departures/:departureId/allotments/:allotmentId/release',
    summary: 'Give what is still free in an allotment to open sale now',
    access: ['operator'],
    params: z.object({ departureId: DepartureId, allotmentId: AllotmentId }),
    reply: Allotment,
  }),
}

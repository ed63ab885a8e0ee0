/** Lines as a spreadsheet: reading one, and what it would do. */
import { z } from 'zod'
import { command } from '#kernel/endpoint.ts'
import { cellFaults, SheetToApply } from '#kernel/spreadsheet.ts'
import { ServiceId, ServiceNames } from '#train/contract.ts'

/** What a file says of one line, against what stands. */
export const ServiceRead = z.object({
  serviceId: ServiceId.nullable().meta({ description: 'The line that stands, or was opened' }),
  names: ServiceNames,
  stops: z.int().meta({ description: 'How many it has' }),
  action: z.enum(['create', 'change', 'same']),
})
export type ServiceRead = z.infer<typeof ServiceRead>

export const ServicesRead = z.object({
  items: z.array(ServiceRead),
  ...cellFaults,
  applied: z.boolean(),
})
export type ServicesRead = z.infer<typeof ServicesRead>

export const serviceFileApi = {
  readFile: command({
    path: '/services/read-file',
    summary:
      'Read your lines from a spreadsheet, a row for each stop: each wrong cell named, or what it would do; applied all or none',
    access: ['operator'],
    body: SheetToApply,
    reply: ServicesRead,
  }),
}

/** Departures as a spreadsheet: reading one, and what it would do. */
import { z } from 'zod'
import { command } from '#kernel/endpoint.ts'
import { cellFaults, SheetToApply } from '#kernel/spreadsheet.ts'
import { Timestamp } from '#kernel/time.ts'
import { DepartureId, TrainNumber } from '#train/contract.ts'

/** What a file says of one train, against what stands. */
export const DepartureRowRead = z.object({
  trainNumber: TrainNumber,
  departsAt: Timestamp,
  departureId: DepartureId.nullable().meta({ description: 'The train that stands, or was made' }),
  action: z.enum(['create', 'change', 'same']),
})

export const DeparturesRead = z.object({
  items: z.array(DepartureRowRead),
  ...cellFaults,
  applied: z.boolean(),
})
export type DeparturesRead = z.infer<typeof DeparturesRead>

export const departureFileApi = {
  readFile: command({
    path: '/departures/read-file',
    summary:
      'Read trains of your lines from a spreadsheet: each wrong cell named, or what it would do; applied all or none',
    access: ['operator'],
    body: SheetToApply,
    reply: DeparturesRead,
  }),
}

/** Filters of lists that a member keeps by name, one of them shown when the list is opened: what stands in the list's address. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'

export const SavedFilterId = idSchema<'SavedFilterId'>('flt')
export type SavedFilterId = z.infer<typeof SavedFilterId>

export const FilteredScreen = z.enum(['bookings', 'containers', 'departures'])
export type FilteredScreen = z.infer<typeof FilteredScreen>

/** Of one member on one list. */
export const SAVED_FILTERS_MAX = 30
const FIELDS_MAX = 12

const FilterFields = z
  .record(z.string().regex(/^[a-z][A-Za-z]{0,19}$/), z.string().min(1).max(100))
  .refine((fields) => Object.keys(fields).length <= FIELDS_MAX)
  .meta({ description: `As in the address of the list; at most ${FIELDS_MAX} of them` })

const NewSavedFilter = z.object({
  screen: FilteredScreen,
  name: line(40),
  fields: FilterFields,
  isDefault: z.boolean().meta({ description: 'Shown when the list is opened' }),
})

export const SavedFilter = NewSavedFilter.extend({ id: SavedFilterId })
export type SavedFilter = z.infer<typeof SavedFilter>

const ofFilter = z.object({ savedFilterId: SavedFilterId })

export const savedFilterApi = {
  list: query({
    path: '/saved-filters',
    summary: 'The filters you keep, by name: of one list, or of all',
    access: 'member',
    query: z.object({ screen: FilteredScreen.optional() }),
    reply: z.object({ items: z.array(SavedFilter) }),
  }),
  save: command({
    path: '/saved-filters',
    summary: 'Keep a filter of a list; one of the same name is replaced',
    access: 'member',
    personal: true,
    body: NewSavedFilter,
    reply: SavedFilter,
  }),
  setDefault: command({
    path: '/saved-filters/:savedFilterId/default',
    summary: 'Show this filter when its list is opened, or no longer',
    access: 'member',
    personal: true,
    params: ofFilter,
    body: z.object({ isDefault: z.boolean() }),
    reply: SavedFilter,
  }),
  remove: command({
    path: '/saved-filters/:savedFilterId/remove',
    summary: 'Keep this filter no longer',
    access: 'member',
    personal: true,
    params: ofFilter,
    reply: z.object({}),
  }),
}

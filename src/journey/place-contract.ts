/** Places of the world by UN/LOCODE, as a form finds them once the listing is loaded. */
import { z } from 'zod'
import { query } from '#kernel/endpoint.ts'
import { TransportMode } from '#kernel/transport-mode.ts'
import { UnLocode } from '#kernel/un-locode.ts'

export const FOUND_MAX = 20

export const FoundPlace = z.object({
  code: UnLocode,
  name: z.string(),
  subdivision: z.string().nullable().meta({ description: 'ISO 3166-2, without its country' }),
  functions: z.string().meta({
    description:
      'UN/LOCODE: 1 port, 2 rail, 3 road, 4 airport, 5 post, 6 inland depot, 7 pipeline, B border',
  }),
  position: z
    .object({ lat: z.number(), lon: z.number() })
    .nullable()
    .meta({ description: 'Degrees, WGS 84; null where the listing has none' }),
})
export type FoundPlace = z.infer<typeof FoundPlace>

export const placeApi = {
  find: query({
    path: '/places',
    summary:
      'Places whose UN/LOCODE or name begins so or holds it, with or without diacritics: those that serve the mode first',
    access: 'member',
    query: z.object({ q: z.string().trim().max(60).default(''), mode: TransportMode.optional() }),
    reply: z.object({
      loaded: z.boolean().meta({ description: 'Whether the listing has been loaded here' }),
      items: z.array(FoundPlace).max(FOUND_MAX),
    }),
  }),
}

/** The gauge of a track: Europe and China run on 1435 mm; the former Soviet Union and Mongolia on 1520 mm. */
import { z } from 'zod'

export const Gauge = z.literal([1435, 1520]).meta({ description: 'Track gauge, mm' })
export type Gauge = z.infer<typeof Gauge>

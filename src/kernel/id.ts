/** Branded, prefixed ids: `bkg_7x…`. The prefix is for people reading logs, the brand for the compiler. */
import { z } from 'zod'

/** 20 characters of Crockford base 32 after the prefix: 48 bits of time, so that ids sort by age, then 52 of chance. */
export function idSchema<Brand extends string>(prefix: string) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{20}$`))
    .meta({ description: `Id with the prefix ${prefix}_` })
    .brand<Brand>()
}

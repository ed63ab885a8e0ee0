/** Volume: whole cubic decimetres (litres), of which a cubic metre of W/M prices and of forms has a thousand. */

export const DM3_A_M3 = 1_000

/** More than any box of these trains holds inside: 45 ft high cubes have some 86 m³. */
export const VOLUME_DM3_MAX = 100_000

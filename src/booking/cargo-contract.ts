/** What a booking orders and what it carries: boxes by type and owner, cargo line by line, and what is dangerous or too large of it. */
import { z } from 'zod'
import { BoxOwner } from '#kernel/box-owner.ts'
import { DangerousGoods } from '#kernel/dangerous-goods.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { GoodsName, GoodsNameZh } from '#kernel/goods-name.ts'
import { HsCode } from '#kernel/hs-code.ts'
import { CargoMassKg } from '#kernel/mass.ts'
import { Money } from '#kernel/money.ts'
import { PackageKind } from '#kernel/package-kind.ts'

export const BOXES_MAX = 110

export const OVERSIZE_SIDES = ['frontCm', 'rearCm', 'leftCm', 'rightCm', 'heightCm'] as const
export type OversizeSide = (typeof OVERSIZE_SIDES)[number]
export const OVERSIZE_CM_MAX = 400

const beyond = z.int().min(0).max(OVERSIZE_CM_MAX).optional()

/** How far cargo stands out of its box, in centimetres (the over-size fields of JT/T 726-2022). */
export const Oversize = z.strictObject({
  frontCm: beyond,
  rearCm: beyond,
  leftCm: beyond,
  rightCm: beyond,
  heightCm: beyond,
})
export type Oversize = z.infer<typeof Oversize>

/** The inside of ten large boxes, in one line. */
const CARGO_DM3_MAX = 1_000_000

export const TEMPERATURE_C = { least: -40, most: 30 } as const

export const BookingLine = z.object({
  equipmentType: EquipmentType,
  count: z.int().min(1).max(BOXES_MAX),
  owner: BoxOwner.optional().meta({ description: 'Whose boxes; left out: the operator’s (COC)' }),
  dangerous: z.boolean().optional().meta({
    description:
      'Dangerous goods, named in the cargo lines: the booking is received, and confirmed by the operator',
  }),
  oversize: Oversize.optional().meta({
    description: 'How far the cargo stands out of the box, cm',
  }),
  temperatureC: z.int().min(TEMPERATURE_C.least).max(TEMPERATURE_C.most).optional().meta({
    description: 'What a refrigerated box is set to, °C',
  }),
})
export type BookingLine = z.infer<typeof BookingLine>

export const CargoLine = z.object({
  goodsName: z.object({ zh: GoodsNameZh, en: GoodsName, ru: GoodsName }),
  hsCode: HsCode,
  packages: z.int().min(1).max(1_000_000),
  packageKind: PackageKind,
  grossMassKg: CargoMassKg,
  value: Money,
  volumeDm3: z.int().min(1).max(CARGO_DM3_MAX).optional().meta({
    description: 'Volume of all its packages, dm³ (1,000 are a cubic metre); LCL is booked by it',
  }),
  dangerous: DangerousGoods.optional().meta({
    description: 'UN number, class, packing group and papers, when these goods are dangerous',
  }),
})
export type CargoLine = z.infer<typeof CargoLine>

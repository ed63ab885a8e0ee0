/** Every refusal a kernel value can give, in the three languages; `{placeholders}` are filled from the params. */
import { contactTexts } from '#kernel/contact.ts'
import { containerNumberTexts } from '#kernel/container-number.ts'
import { countryTexts } from '#kernel/country.ts'
import { creditCodeTexts } from '#kernel/credit-code.ts'
import { customsCodeTexts } from '#kernel/customs-code.ts'
import { dayTexts } from '#kernel/day.ts'
import { dangerousGoodsTexts } from '#kernel/dangerous-goods.ts'
import { declarationNumberTexts } from '#kernel/declaration-number.ts'
import { equipmentTypeTexts } from '#kernel/equipment-type.ts'
import { goodsNameTexts } from '#kernel/goods-name.ts'
import { hsCodeTexts } from '#kernel/hs-code.ts'
import { incotermTexts } from '#kernel/incoterm.ts'
import { lineTexts } from '#kernel/line.ts'
import { massTexts } from '#kernel/mass.ts'
import { moneyTexts } from '#kernel/money.ts'
import { packageKindTexts } from '#kernel/package-kind.ts'
import { plainTextTexts } from '#kernel/plain-text.ts'
import { registrationTexts } from '#kernel/registration.ts'
import { sealNumberTexts } from '#kernel/seal-number.ts'
import { stationTexts } from '#kernel/station.ts'
import { timeTexts } from '#kernel/time.ts'
import { trainNumberTexts } from '#kernel/train-number.ts'
import { unLocodeTexts } from '#kernel/un-locode.ts'
import type { ValueTexts } from '#kernel/value.ts'
import { wagonNumberTexts } from '#kernel/wagon-number.ts'
import { whereTexts } from '#kernel/where.ts'

export const valueTexts: ValueTexts = {
  ...contactTexts,
  ...containerNumberTexts,
  ...countryTexts,
  ...creditCodeTexts,
  ...customsCodeTexts,
  ...dayTexts,
  ...dangerousGoodsTexts,
  ...declarationNumberTexts,
  ...equipmentTypeTexts,
  ...goodsNameTexts,
  ...hsCodeTexts,
  ...incotermTexts,
  ...lineTexts,
  ...massTexts,
  ...moneyTexts,
  ...packageKindTexts,
  ...plainTextTexts,
  ...registrationTexts,
  ...sealNumberTexts,
  ...stationTexts,
  ...timeTexts,
  ...trainNumberTexts,
  ...unLocodeTexts,
  ...wagonNumberTexts,
  ...whereTexts,
}

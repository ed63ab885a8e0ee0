/** Every refusal a kernel value can give, in the three languages; `{placeholders}` are filled from the params. */
import { contactTexts } from './contact.ts'
import { containerNumberTexts } from './container-number.ts'
import { countryTexts } from './country.ts'
import { creditCodeTexts } from './credit-code.ts'
import { customsCodeTexts } from './customs-code.ts'
import { declarationNumberTexts } from './declaration-number.ts'
import { equipmentTypeTexts } from './equipment-type.ts'
import { goodsNameTexts } from './goods-name.ts'
import { hsCodeTexts } from './hs-code.ts'
import { incotermTexts } from './incoterm.ts'
import { lineTexts } from './line.ts'
import { massTexts } from './mass.ts'
import { moneyTexts } from './money.ts'
import { packageKindTexts } from './package-kind.ts'
import { sealNumberTexts } from './seal-number.ts'
import { stationTexts } from './station.ts'
import { timeTexts } from './time.ts'
import { unLocodeTexts } from './un-locode.ts'
import type { ValueTexts } from './value.ts'
import { wagonNumberTexts } from './wagon-number.ts'

export const valueTexts: ValueTexts = {
  ...contactTexts,
  ...containerNumberTexts,
  ...countryTexts,
  ...creditCodeTexts,
  ...customsCodeTexts,
  ...declarationNumberTexts,
  ...equipmentTypeTexts,
  ...goodsNameTexts,
  ...hsCodeTexts,
  ...incotermTexts,
  ...lineTexts,
  ...massTexts,
  ...moneyTexts,
  ...packageKindTexts,
  ...sealNumberTexts,
  ...stationTexts,
  ...timeTexts,
  ...unLocodeTexts,
  ...wagonNumberTexts,
}

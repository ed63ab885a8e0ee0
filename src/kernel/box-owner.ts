/** Whose box it is: it decides the price, where the empty box goes back to, and what may be put into it. */
import { z } from 'zod'
import type { Text } from '#kernel/locale.ts'

export const BoxOwner = z.enum(['shipper', 'operator', 'railway']).meta({
  description:
    'SOC (shipper), COC (operator), or a box of the railway, which has prohibitions of its own',
})
export type BoxOwner = z.infer<typeof BoxOwner>

export const boxOwnerTexts: Readonly<Record<BoxOwner, Text>> = {
  shipper: { zh: 'SOC 货主自备箱', en: 'SOC, shipper’s own', ru: 'SOC, собственный' },
  operator: { zh: 'COC 班列公司箱', en: 'COC, operator’s', ru: 'COC, оператора' },
  railway: { zh: '铁路箱', en: 'Railway-owned', ru: 'Железнодорожный' },
}

/** Terms of delivery: the eleven rules of Incoterms 2020 (ICC), and which of them suit a train. */
import { z } from 'zod'

import type { Text } from '#kernel/locale.ts'
import { textValue, type ValueTexts } from '#kernel/value.ts'

interface IncotermFacts {
  readonly name: Text
  /** Rules of the second group are for ships only; they are met on rail papers, so they warn but pass. */
  readonly seaOnly: boolean
}

export const INCOTERMS = {
  EXW: anyMode({ zh: '工厂交货', en: 'Ex Works', ru: 'Франко-завод' }),
  FCA: anyMode({ zh: '货交承运人', en: 'Free Carrier', ru: 'Франко-перевозчик' }),
  CPT: anyMode({ zh: '运费付至', en: 'Carriage Paid To', ru: 'Перевозка оплачена до' }),
  CIP: anyMode({
    zh: '运费和保险费付至',
    en: 'Carriage and Insurance Paid To',
    ru: 'Перевозка и страхование оплачены до',
  }),
  DAP: anyMode({ zh: '目的地交货', en: 'Delivered at Place', ru: 'Поставка в месте назначения' }),
  DPU: anyMode({
    zh: '目的地卸货后交货',
    en: 'Delivered at Place Unloaded',
    ru: 'Поставка в месте назначения с разгрузкой',
  }),
  DDP: anyMode({ zh: '完税后交货', en: 'Delivered Duty Paid', ru: 'Поставка с оплатой пошлин' }),
  FAS: seaOnly({ zh: '船边交货', en: 'Free Alongside Ship', ru: 'Свободно вдоль борта судна' }),
  FOB: seaOnly({ zh: '船上交货', en: 'Free on Board', ru: 'Свободно на борту' }),
  CFR: seaOnly({ zh: '成本加运费', en: 'Cost and Freight', ru: 'Стоимость и фрахт' }),
  CIF: seaOnly({
    zh: '成本、保险费加运费',
    en: 'Cost, Insurance and Freight',
    ru: 'Стоимость, страхование и фрахт',
  }),
} as const satisfies Record<string, IncotermFacts>

export const INCOTERM_CODES = Object.keys(INCOTERMS)

export const incotermTexts = {
  'incoterm.unknown': {
    zh: '贸易术语应为 Incoterms 2020 中的一种：{known}',
    en: 'The terms of delivery are one of Incoterms 2020: {known}',
    ru: 'Условие поставки — одно из Incoterms 2020: {known}',
  },
} as const satisfies ValueTexts

export const Incoterm = textValue({
  normalise: (typed) => typed.trim().toUpperCase(),
  fault: (code) =>
    Object.hasOwn(INCOTERMS, code)
      ? undefined
      : { code: 'incoterm.unknown', facts: { known: INCOTERM_CODES.join(', ') } },
  texts: incotermTexts,
})
  .meta({ description: 'Terms of delivery, Incoterms 2020 (ICC).', examples: ['FCA', 'DAP'] })
  .brand<'Incoterm'>()
export type Incoterm = z.infer<typeof Incoterm>

export function incotermFacts(incoterm: Incoterm): IncotermFacts {
  return INCOTERMS[incoterm as keyof typeof INCOTERMS]
}

function anyMode(name: Text): IncotermFacts {
  return { name, seaOnly: false }
}

function seaOnly(name: Text): IncotermFacts {
  return { name, seaOnly: true }
}

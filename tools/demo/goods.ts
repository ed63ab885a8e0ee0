/** What Shandong's exporters put on these trains: goods with their names, codes and figures. */
import type { z } from 'zod'
import type { CargoLine } from '#booking/contract.ts'

type Goods = z.input<typeof CargoLine>

const cny = (yuan: number) => ({ amountMinor: yuan * 100, currency: 'CNY' })
const usd = (dollars: number) => ({ amountMinor: dollars * 100, currency: 'USD' })

export const ENGRAVERS: Goods = {
  goodsName: { zh: '数控雕刻机', en: 'CNC engraving machines', ru: 'Станки гравировальные с ЧПУ' },
  hsCode: '84659900',
  packages: 12,
  packageKind: '23',
  grossMassKg: 17_400,
  value: usd(168_000),
}

export const TYRES: Goods = {
  goodsName: {
    zh: '全钢载重子午线轮胎',
    en: 'Truck and bus radial tyres',
    ru: 'Шины грузовые радиальные',
  },
  hsCode: '40112000',
  packages: 480,
  packageKind: '01',
  grossMassKg: 22_600,
  value: usd(61_500),
}

export const STEEL: Goods = {
  goodsName: { zh: '镀锌钢卷', en: 'Galvanised steel coils', ru: 'Сталь оцинкованная в рулонах' },
  hsCode: '72104900',
  packages: 9,
  packageKind: '99',
  grossMassKg: 24_300,
  value: cny(143_000),
}

export const FRIDGES: Goods = {
  goodsName: { zh: '家用冷藏冷冻箱', en: 'Household refrigerators', ru: 'Холодильники бытовые' },
  hsCode: '84181020',
  packages: 168,
  packageKind: '22',
  grossMassKg: 13_900,
  value: usd(74_200),
}

export const AUTO_PARTS: Goods = {
  goodsName: {
    zh: '汽车制动零件',
    en: 'Brake parts for vehicles',
    ru: 'Детали тормозов автомобилей',
  },
  hsCode: '87083099',
  packages: 320,
  packageKind: '93',
  grossMassKg: 18_750,
  value: usd(122_300),
}

/** The four real services of the demo: calling points with planned hours after departure, and where gauges change. */
import type { z } from 'zod'
import type { NewService } from '#train/contract.ts'

type Stop = readonly [station: string, hours: number, gaugeMm: 1435 | 1520]

export interface DemoLine {
  readonly key: 'tashkent' | 'hamburg' | 'moscow' | 'duisburg'
  readonly trainNumber: string
  readonly capacityTeu: number
  readonly names: z.input<typeof NewService>['names']
  readonly stops: readonly Stop[]
}

export const DEMO_LINES: readonly DemoLine[] = [
  {
    key: 'tashkent',
    trainNumber: 'X8083',
    capacityTeu: 110,
    names: {
      zh: '济南董家镇—霍尔果斯—塔什干',
      en: 'Jinan Dongjia – Khorgos – Tashkent',
      ru: 'Цзинань-Дунцзя — Хоргос — Ташкент',
    },
    stops: [
      ['CN-DONGJIA', 0, 1435],
      ['CN-XIAN', 26, 1435],
      ['CN-URUMQI', 96, 1435],
      ['CN-KHORGOS', 128, 1435],
      ['KZ-ALTYNKOL', 131, 1520],
      ['KZ-ALMATY', 141, 1520],
      ['KZ-SARYAGASH', 170, 1520],
      ['UZ-CHUKURSAY', 180, 1520],
    ],
  },
  {
    key: 'hamburg',
    trainNumber: 'X8055',
    capacityTeu: 82,
    names: {
      zh: '济南—二连浩特—汉堡',
      en: 'Jinan – Erenhot – Hamburg',
      ru: 'Цзинань — Эрэн-Хото — Гамбург',
    },
    stops: [
      ['CN-DONGJIA', 0, 1435],
      ['CN-ERENHOT', 40, 1435],
      ['MN-ZAMYNUUD', 56, 1520],
      ['MN-ULAANBAATAR', 80, 1520],
      ['RU-NAUSHKI', 108, 1520],
      ['RU-NOVOSIBIRSK', 190, 1520],
      ['RU-MOSCOW', 280, 1520],
      ['BY-BREST', 330, 1520],
      ['PL-MALASZEWICZE', 350, 1435],
      ['DE-HAMBURG', 440, 1435],
    ],
  },
  {
    key: 'moscow',
    trainNumber: '75052',
    capacityTeu: 110,
    names: {
      zh: '胶州—满洲里—莫斯科',
      en: 'Jiaozhou – Manzhouli – Moscow',
      ru: 'Цзяочжоу — Маньчжурия — Москва',
    },
    stops: [
      ['CN-JIAOZHOU', 0, 1435],
      ['CN-SHENYANG', 30, 1435],
      ['CN-HARBIN', 48, 1435],
      ['CN-MANZHOULI', 80, 1435],
      ['RU-ZABAIKALSK', 96, 1520],
      ['RU-CHITA', 120, 1520],
      ['RU-NOVOSIBIRSK', 200, 1520],
      ['RU-YEKATERINBURG', 240, 1520],
      ['RU-VORSINO', 300, 1520],
    ],
  },
  {
    key: 'duisburg',
    trainNumber: 'X8001',
    capacityTeu: 82,
    names: {
      zh: '济南—阿拉山口—马拉舍维奇—杜伊斯堡',
      en: 'Jinan – Alashankou – Małaszewicze – Duisburg',
      ru: 'Цзинань — Алашанькоу — Малашевиче — Дуйсбург',
    },
    stops: [
      ['CN-DONGJIA', 0, 1435],
      ['CN-XIAN', 26, 1435],
      ['CN-URUMQI', 96, 1435],
      ['CN-ALASHANKOU', 116, 1435],
      ['KZ-DOSTYK', 132, 1520],
      ['KZ-ASTANA', 180, 1520],
      ['RU-MOSCOW', 260, 1520],
      ['BY-BREST', 310, 1520],
      ['PL-MALASZEWICZE', 330, 1435],
      ['DE-DUISBURG', 410, 1435],
    ],
  },
]

/** The parties of the demo corridor: invented names, with numbers whose check digits are right. */
import { creditCheckCharacter, organisationCheckCharacter } from '#kernel/credit-code.ts'
import type { OrganisationKind } from '#kernel/organisation.ts'

export interface DemoParty {
  /** How the demo's own files call it; also the first half of its e-mail address. */
  readonly key: string
  readonly kind: Exclude<OrganisationKind, 'platform'>
  readonly names: { readonly zh: string; readonly en: string; readonly ru: string }
  readonly country: string
  /** Chinese parties: area code and organisation number, from which the credit code is made. */
  readonly registration: { readonly area: string; readonly number: string } | string
  readonly customsCode?: string
  readonly person: string
}

export const DEMO_PARTIES = [
  {
    key: 'exporter',
    kind: 'exporter',
    names: {
      zh: '济南泉锐数控设备有限公司（演示）',
      en: 'Jinan Quanrui CNC Equipment Co., Ltd. (demo)',
      ru: 'ООО «Цзинань Цюаньжуй ЧПУ» (демо)',
    },
    country: 'CN',
    registration: { area: '370112', number: 'MA3DEM01' },
    customsCode: '3701960D01',
    person: '王晓燕',
  },
  {
    key: 'exporter2',
    kind: 'exporter',
    names: {
      zh: '山东齐鲁轮胎进出口有限公司（演示）',
      en: 'Shandong Qilu Tyre Import & Export Co., Ltd. (demo)',
      ru: 'ООО «Шаньдун Цилу Шина» (демо)',
    },
    country: 'CN',
    registration: { area: '370100', number: 'MA3DEM02' },
    customsCode: '3701960D02',
    person: '李建国',
  },
  {
    key: 'operator',
    kind: 'operator',
    names: {
      zh: '齐鲁欧亚班列运营公司（演示）',
      en: 'Qilu Eurasia Train Operator (demo)',
      ru: 'Оператор поездов «Цилу Евразия» (демо)',
    },
    country: 'CN',
    registration: { area: '370102', number: 'MA3DEM03' },
    customsCode: '3701980D03',
    person: '赵敏',
  },
  {
    key: 'warehouse',
    kind: 'warehouse',
    names: {
      zh: '济南董家铁路场站（演示）',
      en: 'Jinan Dongjia Rail Yard (demo)',
      ru: 'Терминал Цзинань-Дунцзя (демо)',
    },
    country: 'CN',
    registration: { area: '370112', number: 'MA3DEM04' },
    person: '孙立',
  },
  {
    key: 'broker',
    kind: 'broker',
    names: {
      zh: '济南通达报关有限公司（演示）',
      en: 'Jinan Tongda Customs Brokers (demo)',
      ru: 'Таможенный брокер «Тунда» (демо)',
    },
    country: 'CN',
    registration: { area: '370102', number: 'MA3DEM05' },
    customsCode: '3701980D05',
    person: '陈静',
  },
  {
    key: 'customs',
    kind: 'customs',
    names: {
      zh: '泉城海关（演示）',
      en: 'Quancheng Customs (demo)',
      ru: 'Таможня Цюаньчэн (демо)',
    },
    country: 'CN',
    registration: { area: '370100', number: 'MB2DEM06' },
    person: '周海',
  },
  {
    key: 'rail',
    kind: 'rail',
    names: {
      zh: '口岸铁路换装站（演示）',
      en: 'Border Railway Transshipment (demo)',
      ru: 'Пограничная железная дорога (демо)',
    },
    country: 'KZ',
    registration: 'KZ-DEMO-07',
    person: 'Айгуль Сарсенова',
  },
  {
    key: 'consignee',
    kind: 'consignee',
    names: {
      zh: '塔什干欧亚贸易（演示）',
      en: 'Tashkent Eurasia Trading LLC (demo)',
      ru: 'ООО «Ташкент Евразия Трейдинг» (демо)',
    },
    country: 'UZ',
    registration: 'UZ-DEMO-08',
    person: 'Рустам Каримов',
  },
] as const satisfies readonly DemoParty[]

export type DemoPartyKey = (typeof DEMO_PARTIES)[number]['key']

/** GB 32100: 9 for industry and commerce, 1 for an enterprise, area, organisation number with its check, and the check of all. */
export function creditCodeOf({ area, number }: { area: string; number: string }): string {
  const body = `91${area}${number}${organisationCheckCharacter(number)}`
  return body + creditCheckCharacter(body)
}

export function emailOf(key: string): string {
  return `${key}@demo.example`
}

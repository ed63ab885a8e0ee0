/**
 * Sea ports and airports where a rail journey begins or goes on by other means, with their names and clocks; and the clock of any other
 * place by its country. A place that is not here is named by its UN/LOCODE and as whoever arranged the leg wrote it.
 *
 * UN/LOCODEs were looked up in the open listing `datasets/un-locode`, names are general knowledge. Of a country with several zones the
 * clock is the one its western or trading part keeps: near enough to read a time by, which always shows its offset.
 */
import type { COUNTRIES } from '#kernel/country.ts'
import type { Text } from '#kernel/locale.ts'
import { STATIONS, type Station } from '#kernel/station.ts'
import type { UnLocode } from '#kernel/un-locode.ts'

/** Columns: UN/LOCODE · zh · en · ru · `sea`, `air` or both. */
const PORT_ROWS = `
CNSHG | 上海港 | Shanghai port | Порт Шанхай | sea
CNPVG | 上海浦东机场 | Shanghai Pudong airport | Аэропорт Шанхай-Пудун | air
CNNBG | 宁波港 | Ningbo port | Порт Нинбо | sea
CNQDG | 青岛港 | Qingdao port | Порт Циндао | sea
CNTAO | 青岛胶东机场 | Qingdao Jiaodong airport | Аэропорт Циндао-Цзяодун | air
CNTXG | 天津新港 | Tianjin Xingang | Тяньцзинь-Синьган | sea
CNDAG | 大连港 | Dalian port | Порт Далянь | sea
CNLYG | 连云港 | Lianyungang | Ляньюньган | sea
CNXAM | 厦门港 | Xiamen port | Порт Сямынь | sea
CNGZG | 广州港 | Guangzhou port | Порт Гуанчжоу | sea
CNNSA | 南沙港 | Nansha port | Порт Наньша | sea
CNYTN | 盐田港 | Yantian port | Порт Яньтянь | sea
CNSHK | 蛇口港 | Shekou port | Порт Шэкоу | sea
CNQZH | 钦州港 | Qinzhou port | Порт Циньчжоу | sea
CNCGO | 郑州新郑机场 | Zhengzhou Xinzheng airport | Аэропорт Чжэнчжоу-Синьчжэн | air
CNPEK | 北京首都机场 | Beijing Capital airport | Аэропорт Пекин-Столичный | air
CNCAN | 广州白云机场 | Guangzhou Baiyun airport | Аэропорт Гуанчжоу-Байюнь | air
JPTYO | 东京港 | Tokyo port | Порт Токио | sea
JPYOK | 横滨港 | Yokohama port | Порт Иокогама | sea
JPOSA | 大阪港 | Osaka port | Порт Осака | sea
JPUKB | 神户港 | Kobe port | Порт Кобе | sea
KRPUS | 釜山港 | Busan port | Порт Пусан | sea
KRINC | 仁川 | Incheon | Инчхон | sea air
VNHPH | 海防港 | Haiphong port | Порт Хайфон | sea
VNSGN | 胡志明市 | Ho Chi Minh City | Хошимин | sea air
THLCH | 林查班港 | Laem Chabang port | Порт Лаем-Чабанг | sea
MYPKG | 巴生港 | Port Klang | Порт-Кланг | sea
RUVVO | 符拉迪沃斯托克 | Vladivostok | Владивосток | sea air
RUVYP | 东方港 | Vostochny port | Порт Восточный | sea
RUNVS | 新罗西斯克港 | Novorossiysk port | Порт Новороссийск | sea
RULED | 圣彼得堡 | Saint Petersburg | Санкт-Петербург | sea air
RUKGD | 加里宁格勒 | Kaliningrad | Калининград | sea air
KZAAU | 阿克套港 | Aktau port | Порт Актау | sea
AZBAK | 巴库 | Baku | Баку | sea air
AZALA | 阿拉特港 | Alat port | Порт Алят | sea
TMKRW | 土库曼巴希港 | Turkmenbashi port | Порт Туркменбаши | sea
GEPTI | 波季港 | Poti port | Порт Поти | sea
GEBUS | 巴统港 | Batumi port | Порт Батуми | sea
TRMER | 梅尔辛港 | Mersin port | Порт Мерсин | sea
TRIST | 伊斯坦布尔 | Istanbul | Стамбул | sea air
IRBND | 阿巴斯港 | Bandar Abbas port | Порт Бендер-Аббас | sea
UAODS | 敖德萨港 | Odesa port | Порт Одесса | sea
ROCND | 康斯坦察港 | Constanța port | Порт Констанца | sea
BGVAR | 瓦尔纳港 | Varna port | Порт Варна | sea
PLGDN | 格但斯克港 | Gdańsk port | Порт Гданьск | sea
PLGDY | 格丁尼亚港 | Gdynia port | Порт Гдыня | sea
LTKLJ | 克莱佩达港 | Klaipėda port | Порт Клайпеда | sea
LVRIX | 里加 | Riga | Рига | sea air
EETLL | 塔林 | Tallinn | Таллин | sea air
FIHEL | 赫尔辛基 | Helsinki | Хельсинки | sea air
SEGOT | 哥德堡港 | Gothenburg port | Порт Гётеборг | sea
DKAAR | 奥胡斯港 | Aarhus port | Порт Орхус | sea
DEHAM | 汉堡港 | Hamburg port | Порт Гамбург | sea
DEBRV | 不来梅港 | Bremerhaven port | Порт Бремерхафен | sea
DEDUI | 杜伊斯堡 | Duisburg | Дуйсбург | sea
DEFRA | 法兰克福机场 | Frankfurt airport | Аэропорт Франкфурт | air
DELEJ | 莱比锡机场 | Leipzig airport | Аэропорт Лейпциг | air
NLRTM | 鹿特丹港 | Rotterdam port | Порт Роттердам | sea
NLAMS | 阿姆斯特丹 | Amsterdam | Амстердам | sea air
BEANR | 安特卫普港 | Antwerp port | Порт Антверпен | sea
BEZEE | 泽布吕赫港 | Zeebrugge port | Порт Зебрюгге | sea
BELGG | 列日机场 | Liège airport | Аэропорт Льеж | air
GBFXT | 费利克斯托港 | Felixstowe port | Порт Филикстоу | sea
GBLON | 伦敦 | London | Лондон | sea air
FRLEH | 勒阿弗尔港 | Le Havre port | Порт Гавр | sea
FRMRS | 马赛港 | Marseille port | Порт Марсель | sea
ESBCN | 巴塞罗那 | Barcelona | Барселона | sea air
ESVLC | 瓦伦西亚港 | Valencia port | Порт Валенсия | sea
ITGOA | 热那亚港 | Genoa port | Порт Генуя | sea
ITTRS | 的里雅斯特港 | Trieste port | Порт Триест | sea
SIKOP | 科佩尔港 | Koper port | Порт Копер | sea
HRRJK | 里耶卡港 | Rijeka port | Порт Риека | sea
`

export interface Port {
  readonly code: UnLocode
  readonly name: Text
  readonly modes: readonly ('sea' | 'air')[]
}

export const PORTS: readonly Port[] = PORT_ROWS.trim()
  .split('\n')
  .map((row): Port => {
    const [code, zh, en, ru, modes] = row.split('|').map((cell) => cell.trim())
    return {
      code: code as UnLocode,
      name: { zh: zh!, en: en!, ru: ru! },
      modes: modes!.split(' ') as ('sea' | 'air')[],
    }
  })

const PORT_BY_CODE = new Map(PORTS.map((port) => [port.code, port]))

export const findPort = (code: UnLocode): Port | undefined => PORT_BY_CODE.get(code)

/** The station of the rail network in that place: the first of several. */
export const stationIn = (code: UnLocode): Station | undefined =>
  STATIONS.find(({ unLocode }) => unLocode === code)

/** Beside the stations, whose own zones are known. */
type CountryCode = keyof typeof COUNTRIES
const ZONES: Readonly<Record<CountryCode, string>> = {
  CN: 'Asia/Shanghai',
  KZ: 'Asia/Almaty',
  UZ: 'Asia/Tashkent',
  KG: 'Asia/Bishkek',
  TJ: 'Asia/Dushanbe',
  TM: 'Asia/Ashgabat',
  MN: 'Asia/Ulaanbaatar',
  RU: 'Europe/Moscow',
  BY: 'Europe/Minsk',
  UA: 'Europe/Kyiv',
  AZ: 'Asia/Baku',
  GE: 'Asia/Tbilisi',
  AM: 'Asia/Yerevan',
  TR: 'Europe/Istanbul',
  IR: 'Asia/Tehran',
  PL: 'Europe/Warsaw',
  DE: 'Europe/Berlin',
  NL: 'Europe/Amsterdam',
  BE: 'Europe/Brussels',
  FR: 'Europe/Paris',
  ES: 'Europe/Madrid',
  IT: 'Europe/Rome',
  AT: 'Europe/Vienna',
  CH: 'Europe/Zurich',
  CZ: 'Europe/Prague',
  SK: 'Europe/Bratislava',
  HU: 'Europe/Budapest',
  RO: 'Europe/Bucharest',
  RS: 'Europe/Belgrade',
  BG: 'Europe/Sofia',
  SI: 'Europe/Ljubljana',
  HR: 'Europe/Zagreb',
  LT: 'Europe/Vilnius',
  LV: 'Europe/Riga',
  EE: 'Europe/Tallinn',
  FI: 'Europe/Helsinki',
  SE: 'Europe/Stockholm',
  DK: 'Europe/Copenhagen',
  GB: 'Europe/London',
  JP: 'Asia/Tokyo',
  KR: 'Asia/Seoul',
  VN: 'Asia/Ho_Chi_Minh',
  LA: 'Asia/Vientiane',
  TH: 'Asia/Bangkok',
  MY: 'Asia/Kuala_Lumpur',
}
/** Beyond the corridors: where goods go on to by sea and air. */
const OTHER_ZONES: Readonly<Record<string, string>> = {
  GR: 'Europe/Athens',
  PT: 'Europe/Lisbon',
  NO: 'Europe/Oslo',
  IE: 'Europe/Dublin',
  LU: 'Europe/Luxembourg',
  IS: 'Atlantic/Reykjavik',
  AL: 'Europe/Tirane',
  BA: 'Europe/Sarajevo',
  MK: 'Europe/Skopje',
  ME: 'Europe/Podgorica',
  MD: 'Europe/Chisinau',
  CY: 'Asia/Nicosia',
  MT: 'Europe/Malta',
  LI: 'Europe/Vaduz',
  IL: 'Asia/Jerusalem',
  LB: 'Asia/Beirut',
  JO: 'Asia/Amman',
  IQ: 'Asia/Baghdad',
  SA: 'Asia/Riyadh',
  AE: 'Asia/Dubai',
  QA: 'Asia/Qatar',
  KW: 'Asia/Kuwait',
  BH: 'Asia/Bahrain',
  OM: 'Asia/Muscat',
  AF: 'Asia/Kabul',
  PK: 'Asia/Karachi',
  IN: 'Asia/Kolkata',
  LK: 'Asia/Colombo',
  BD: 'Asia/Dhaka',
  NP: 'Asia/Kathmandu',
  MM: 'Asia/Yangon',
  KH: 'Asia/Phnom_Penh',
  SG: 'Asia/Singapore',
  ID: 'Asia/Jakarta',
  PH: 'Asia/Manila',
  HK: 'Asia/Hong_Kong',
  MO: 'Asia/Macau',
  TW: 'Asia/Taipei',
  EG: 'Africa/Cairo',
  MA: 'Africa/Casablanca',
  DZ: 'Africa/Algiers',
  TN: 'Africa/Tunis',
  LY: 'Africa/Tripoli',
  ZA: 'Africa/Johannesburg',
  KE: 'Africa/Nairobi',
  NG: 'Africa/Lagos',
  US: 'America/New_York',
  CA: 'America/Toronto',
  MX: 'America/Mexico_City',
  BR: 'America/Sao_Paulo',
  AR: 'America/Argentina/Buenos_Aires',
  CL: 'America/Santiago',
  AU: 'Australia/Sydney',
  NZ: 'Pacific/Auckland',
}
/** Where the country's usual clock would be hours off. */
const FAR_ZONES: Readonly<Record<string, string>> = {
  RUVVO: 'Asia/Vladivostok',
  RUVYP: 'Asia/Vladivostok',
  RUKGD: 'Europe/Kaliningrad',
}

/** The IANA zone of a place; UTC, which is said with every time, where no clock of its country is known here. */
export function zoneOfPlace(code: UnLocode): string {
  const country = code.slice(0, 2)
  return (
    FAR_ZONES[code] ??
    stationIn(code)?.timeZone ??
    (ZONES as Readonly<Record<string, string>>)[country] ??
    OTHER_ZONES[country] ??
    'UTC'
  )
}

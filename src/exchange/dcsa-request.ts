/**
 * A booking asked for in DCSA's words as one of ours: what each of its properties becomes, what a train needs and the standard has no
 * property for (found in `customsReferences`), what a train has not (refused at its place), and what is not used (told back). Pure.
 */
import type { TextFacts } from '#kernel/locale.ts'
import type { Fault } from '#kernel/problem.ts'
import { currencyMinorDigits, Currency } from '#kernel/money.ts'
import { DM3_A_M3 } from '#kernel/volume.ts'
import type {
  CreateBooking,
  CustomsReference,
  DcsaAddress,
  DcsaCommodity,
  DcsaEquipment,
  DcsaParty,
} from '#exchange/dcsa-booking-contract.ts'
import type { DcsaFault } from '#exchange/dcsa-words.ts'

/** Where a fault lies in the request (RFC 6901), and its words' facts. */
export interface RequestFault extends Pick<Fault, 'pointer'> {
  readonly code: DcsaFault
  readonly facts?: TextFacts
}

/** Ours but for train and broker, which are looked up; not parsed yet. */
export interface ReadRequest {
  readonly booking: {
    readonly reference?: string
    readonly consignee: unknown
    readonly incoterm: unknown
    readonly lines: readonly unknown[]
    readonly cargo: readonly unknown[]
    readonly quoteId?: string
    readonly ifFull?: unknown
  }
  /** LCL, and in which type of container; undefined: whole containers. */
  readonly lcl: { readonly equipmentType: string } | undefined
  /** Its credit code or id, and where it stands. */
  readonly broker: { readonly name: string; readonly pointer: string } | undefined
  readonly faults: readonly RequestFault[]
  /** Where each part of ours was read: a pointer of ours to one of the request. */
  readonly sources: ReadonlyMap<string, string>
}

interface Reading {
  readonly faults: RequestFault[]
  readonly sources: Map<string, string>
}

const QUOTE = /^quo_[0-9a-z]{20}$/
const POUND_KG = 0.45359237
const DM3_A_CUBIC_FOOT = 28.316846592

export function readRequest(request: CreateBooking): ReadRequest {
  const reading: Reading = { faults: [], sources: new Map() }
  const { faults } = reading
  const isLcl = isLclRequest(request)
  checkTerms(request, faults)
  const { equipments, cargo } = readEquipments(request, reading)
  const customer = request.references?.find(({ type }) => type === 'CR')
  const broker = findCustoms(request.customsReferences, 'CUSTOMS_BROKER', 'CN')
  if (broker === undefined)
    faults.push({ pointer: '/customsReferences', code: 'dcsa.broker_missing' })
  if (request.incoTerms === undefined)
    faults.push({ pointer: '/incoTerms', code: 'dcsa.terms_missing' })
  reading.sources.set('/incoterm', '/incoTerms').set('/reference', '/references')
  const { contractQuotationReference: quoteId } = request
  return {
    booking: {
      ...(customer && { reference: customer.value }),
      consignee: readConsignee(request.documentParties.consignee, reading),
      incoterm: request.incoTerms,
      lines: isLcl ? [] : equipments,
      cargo,
      ...(quoteId !== undefined && { quoteId }),
      ...ifFullOf(request, faults),
    },
    lcl: isLcl ? { equipmentType: request.requestedEquipments[0]!.ISOEquipmentCode } : undefined,
    broker: broker && { name: broker.values.join(''), pointer: '/customsReferences' },
    ...reading,
  }
}

/** Cargo received or delivered at a container freight station shares its container with others'. */
export function isLclRequest(request: CreateBooking): boolean {
  return request.receiptTypeAtOrigin === 'CFS' || request.deliveryTypeAtDestination === 'CFS'
}

/** Whether it waits when the train is full: the standard has no property for it. */
function ifFullOf(request: CreateBooking, faults: RequestFault[]): { ifFull?: unknown } {
  const asked = findCustoms(request.customsReferences, 'WAITING_LIST', 'CN')?.values.join('')
  if (asked === undefined) return {}
  const promotion = ({ AUTOMATIC: 'automatic', OFFER: 'offer' } as const)[asked]
  if (promotion === undefined)
    faults.push({ pointer: '/customsReferences', code: 'dcsa.waiting_terms' })
  return { ifFull: { inParts: request.isPartialLoadAllowed ?? false, promotion } }
}

/** What a train has not, or has in one way only. */
function checkTerms(request: CreateBooking, faults: RequestFault[]): void {
  const refuse = (pointer: string, code: DcsaFault) => faults.push({ pointer, code })
  const isLcl = isLclRequest(request)
  for (const end of ['receiptTypeAtOrigin', 'deliveryTypeAtDestination'] as const)
    if (request[end] !== (isLcl ? 'CFS' : 'CY'))
      refuse(`/${end}`, isLcl ? 'dcsa.freight_station' : 'dcsa.yard_only')
  for (const end of ['cargoMovementTypeAtOrigin', 'cargoMovementTypeAtDestination'] as const)
    if (request[end] !== (isLcl ? 'LCL' : 'FCL'))
      refuse(`/${end}`, isLcl ? 'dcsa.lcl_only' : 'dcsa.fcl_only')
  const [box, ...more] = request.requestedEquipments
  if (isLcl && (more.length > 0 || box?.units !== 1 || box.isShipperOwned))
    refuse('/requestedEquipments', 'dcsa.one_consolidation')
  if (request.freightPaymentTermCode === 'COL')
    refuse('/freightPaymentTermCode', 'dcsa.prepaid_only')
  if (request.transportDocumentTypeCode === 'BOL')
    refuse('/transportDocumentTypeCode', 'dcsa.no_bill_of_lading')
  const { serviceContractReference: contract, contractQuotationReference: quote } = request
  if ((contract === undefined) === (quote === undefined))
    refuse('/serviceContractReference', 'dcsa.contract_or_quote')
  if (quote !== undefined && !QUOTE.test(quote))
    refuse('/contractQuotationReference', 'dcsa.quote_unknown')
  if (request.vessel?.vesselIMONumber !== undefined)
    refuse('/vessel/vesselIMONumber', 'dcsa.no_vessel')
}

function readConsignee(party: DcsaParty | undefined, { faults, sources }: Reading): unknown {
  const at = '/documentParties/consignee'
  sources
    .set('/consignee', at)
    .set('/consignee/name', `${at}/partyName`)
    .set('/consignee/address', `${at}/address`)
    .set('/consignee/country', `${at}/address/countryCode`)
    .set('/consignee/phone', `${at}/partyContactDetails/0/phone`)
    .set('/consignee/email', `${at}/partyContactDetails/0/email`)
  if (party?.address === undefined) {
    faults.push({ pointer: at, code: 'dcsa.consignee_missing' })
    return undefined
  }
  const [contact] = party.partyContactDetails ?? []
  return {
    name: party.partyName,
    country: party.address.countryCode,
    address: lineOf(party.address),
    ...(contact?.phone !== undefined && { phone: contact.phone }),
    ...(contact?.email !== undefined && { email: contact.email }),
  }
}

/** `Hafenstraße 1, 47119 Duisburg, NRW` */
function lineOf(address: DcsaAddress): string {
  const { street, streetNumber, floor, POBox, postCode, city, stateRegion } = address
  const together = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' ')
  return [together(street, streetNumber), floor, POBox, together(postCode, city), stateRegion]
    .filter(Boolean)
    .join(', ')
}

function readEquipments(
  request: CreateBooking,
  reading: Reading,
): { equipments: unknown[]; cargo: unknown[] } {
  const groups = request.requestedEquipments
  const single = groups.length === 1 && groups[0]!.commodities?.length === 1
  const cargo: unknown[] = []
  const equipments = groups.map((group, index) => {
    const at = `/requestedEquipments/${index}`
    const commodities = group.commodities ?? []
    if (commodities.length === 0)
      reading.faults.push({ pointer: `${at}/commodities`, code: 'dcsa.cargo_missing' })
    for (const [place, commodity] of commodities.entries()) {
      const declared = single ? request : undefined
      const asked = {
        ...{ commodity, group, declared, at: `${at}/commodities/${place}` },
        isLcl: isLclRequest(request),
      }
      cargo.push(readCommodity(asked, cargo.length, reading))
    }
    return readEquipment(group, { at, line: `/lines/${index}` }, reading)
  })
  return { equipments, cargo }
}

function readEquipment(
  group: DcsaEquipment,
  { at, line }: { readonly at: string; readonly line: string },
  { faults, sources }: Reading,
): unknown {
  sources
    .set(line, at)
    .set(`${line}/equipmentType`, `${at}/ISOEquipmentCode`)
    .set(`${line}/count`, `${at}/units`)
    .set(`${line}/temperatureC`, `${at}/activeReeferSettings/temperatureSetpoint`)
  const { activeReeferSettings: reefer, commodities = [] } = group
  const temperatureC = reefer && celsiusOf(reefer)
  if (temperatureC !== undefined && !Number.isInteger(temperatureC)) {
    const pointer = `${at}/activeReeferSettings/temperatureSetpoint`
    faults.push({ pointer, code: 'dcsa.whole_degrees' })
  }
  const isDangerous = commodities.some((one) => one.outerPackaging?.dangerousGoods?.length)
  return {
    equipmentType: group.ISOEquipmentCode,
    count: group.units,
    owner: group.isShipperOwned ? 'shipper' : 'operator',
    ...(isDangerous && { dangerous: true }),
    ...(temperatureC !== undefined && { temperatureC }),
  }
}

function celsiusOf(reefer: NonNullable<DcsaEquipment['activeReeferSettings']>): number {
  const { temperatureSetpoint: degrees, temperatureUnit } = reefer
  return temperatureUnit === 'CEL' ? degrees : ((degrees - 32) * 5) / 9
}

interface CommodityAsked {
  readonly commodity: DcsaCommodity
  readonly group: DcsaEquipment
  /** The booking, when this is all its cargo: its declared value is that of these goods. */
  readonly declared: CreateBooking | undefined
  readonly at: string
  readonly isLcl: boolean
}

function readCommodity(asked: CommodityAsked, index: number, reading: Reading): unknown {
  const { commodity, at } = asked
  const { faults, sources } = reading
  const refuse = (part: string, code: DcsaFault, facts?: TextFacts): undefined =>
    void faults.push({ pointer: `${at}${part}`, code, ...(facts && { facts }) })
  const [hsCode, ...more] = commodity.extendedHSCodes ?? commodity.HSCodes ?? []
  const codes = commodity.extendedHSCodes ? '/extendedHSCodes' : '/HSCodes'
  if (hsCode === undefined || hsCode.length > 10 || more.length > 0)
    refuse(codes, 'dcsa.one_hs_code')
  const packages = commodity.outerPackaging?.numberOfPackages
  if (packages === undefined) refuse('/outerPackaging/numberOfPackages', 'dcsa.packages_missing')
  const line = `/cargo/${index}`
  sources
    .set(line, at)
    .set(`${line}/goodsName`, `${at}/customsReferences`)
    .set(`${line}/goodsName/en`, `${at}/commodityType`)
    .set(`${line}/hsCode`, `${at}${codes}/0`)
    .set(`${line}/packages`, `${at}/outerPackaging/numberOfPackages`)
    .set(`${line}/packageKind`, `${at}/outerPackaging`)
    .set(`${line}/grossMassKg`, `${at}/cargoGrossWeight`)
    .set(`${line}/volumeDm3`, `${at}/cargoGrossVolume`)
    .set(`${line}/value`, asked.declared ? '/declaredValue' : `${at}/customsReferences`)
    .set(`${line}/dangerous`, `${at}/outerPackaging/dangerousGoods/0`)
  const nameFor = (country: string) =>
    findCustoms(commodity.customsReferences, 'GOODS_NAME', country)?.values.join('') ??
    refuse('/customsReferences', 'dcsa.name_missing', { country })
  return {
    goodsName: { zh: nameFor('CN'), en: commodity.commodityType, ru: nameFor('RU') },
    hsCode,
    packages,
    packageKind: packageKindOf(commodity) ?? refuse('/outerPackaging', 'dcsa.package_kind'),
    grossMassKg: massOf(asked) ?? refuse('/cargoGrossWeight', 'dcsa.mass_missing'),
    ...(asked.isLcl && {
      volumeDm3: volumeOf(commodity) ?? refuse('/cargoGrossVolume', 'dcsa.volume_missing'),
    }),
    value: valueOf(asked) ?? refuse('/customsReferences', 'dcsa.value_missing'),
    ...dangerousOf(commodity, refuse),
  }
}

function massOf({ commodity, group }: CommodityAsked): number | undefined {
  const only = group.commodities?.length === 1 ? group.cargoGrossWeight : undefined
  const weight = commodity.cargoGrossWeight ?? only
  return weight && Math.ceil(weight.value * (weight.unit === 'KGM' ? 1 : POUND_KG))
}

/** In whole cubic decimetres, rounded up. */
function volumeOf({ cargoGrossVolume: volume }: DcsaCommodity): number | undefined {
  const dm3 = volume && volume.value * (volume.unit === 'MTQ' ? DM3_A_M3 : DM3_A_CUBIC_FOOT)
  // A product such as 1.005 × 1000 is a hair above what it means.
  return dm3 && Math.ceil(Number(dm3.toFixed(6)))
}

/** In the currency's smallest unit; a fraction of that is no amount. */
function valueOf({ commodity, declared }: CommodityAsked): unknown {
  const said = findCustoms(commodity.customsReferences, 'CUSTOMS_VALUE', 'CN')?.values.join('')
  const [, code, digits] = /^([A-Z]{3}) (\d{1,13}(?:\.\d{1,3})?)$/.exec(said ?? '') ?? []
  const { declaredValue, declaredValueCurrency } = declared ?? {}
  const currency = Currency.safeParse(code ?? declaredValueCurrency).data
  const amount = digits === undefined ? declaredValue : Number(digits)
  if (currency === undefined || amount === undefined) return undefined
  const minor = amount * 10 ** currencyMinorDigits(currency)
  const amountMinor = Math.round(minor)
  return Math.abs(minor - amountMinor) < 1e-6 ? { amountMinor, currency } : undefined
}

/**
 * UN/ECE Recommendation 21 (and the UN packaging codes of chapter 6.1) to the China Customs table, where one can mean only one of the
 * other. A pallet (PX) is of natural or of processed wood, which is for the declarant to say.
 */
const WRAP_TYPES: Readonly<Record<string, string>> = {
  ...{
    CT: '22',
    '4G': '22',
    '4C': '23',
    '4D': '23',
    '4F': '23',
    '4A': '29',
    '4B': '29',
    '4H': '29',
  },
  ...{ BG: '06', SA: '06', BL: '06', '5H': '06', '5L': '06', '5M': '06' },
  ...{ '1G': '32', '2C': '33', '1A': '39', '1B': '39', '1H': '39', '3A': '39', '3H': '39' },
  ...{ NE: '01', VR: '00', VO: '00', VY: '00', PK: '99' },
}

function packageKindOf({ outerPackaging, customsReferences }: DcsaCommodity): string | undefined {
  const said = findCustoms(customsReferences, 'WRAP_TYPE', 'CN')?.values.join('')
  const code = outerPackaging?.packageCode ?? outerPackaging?.imoPackagingCode
  return said ?? (code === undefined ? undefined : WRAP_TYPES[code.slice(0, 2)])
}

const PACKING_GROUPS = ['I', 'II', 'III'] as const
const PAPERS = [
  'SAFETY_DATA_SHEET',
  'TRANSPORT_CONDITIONS',
  'BATTERY_TEST',
  'PACKAGING_CERTIFICATE',
] as const

function dangerousOf(
  { outerPackaging, customsReferences = [] }: DcsaCommodity,
  refuse: (part: string, code: DcsaFault) => undefined,
): object {
  const [goods, ...more] = outerPackaging?.dangerousGoods ?? []
  if (goods === undefined) return {}
  if (more.length > 0 || goods.UNNumber === undefined)
    refuse('/outerPackaging/dangerousGoods', 'dcsa.one_dangerous')
  const papers = customsReferences.flatMap(({ type, values }) =>
    PAPERS.some((paper) => paper === type)
      ? values.map((number) => ({ kind: type.toLowerCase(), number }))
      : [],
  )
  return {
    dangerous: {
      unNumber: `UN${goods.UNNumber}`,
      dangerousClass: goods.imoClass,
      ...(goods.packingGroup && { packingGroup: PACKING_GROUPS[goods.packingGroup - 1] }),
      papers,
    },
  }
}

function findCustoms(
  references: readonly CustomsReference[] | undefined,
  type: string,
  country: string,
): CustomsReference | undefined {
  return references?.find((one) => one.type === type && one.countryCode === country)
}

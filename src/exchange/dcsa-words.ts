/** Why a booking in DCSA's words is refused where a train is no ship, and what of it is not taken over: in three languages. */
import type { Text } from '#kernel/locale.ts'

/** A value that cannot stand, each at its place in the request. */
export const dcsaFaultTexts = {
  'dcsa.yard_only': {
    zh: '班列只在集装箱场站之间承运：应为 CY。门到门或拼箱站服务请另行委托',
    en: 'A train carries from yard to yard: CY. Haulage to a door or a freight station is ordered apart',
    ru: 'Поезд везёт от терминала до терминала: CY. Доставка до двери или склада заказывается отдельно',
  },
  'dcsa.fcl_only': {
    zh: '只能订整箱：应为 FCL',
    en: 'Whole containers are booked: FCL',
    ru: 'Бронируются целые контейнеры: FCL',
  },
  'dcsa.freight_station': {
    zh: '拼箱由拼箱站到拼箱站：起运和到达均应为 CFS',
    en: 'LCL goes from freight station to freight station: CFS at both ends',
    ru: 'LCL перевозится от склада до склада консолидации: CFS с обеих сторон',
  },
  'dcsa.lcl_only': {
    zh: '由拼箱站（CFS）承运的是拼箱：应为 LCL',
    en: 'What is received at a freight station (CFS) is LCL',
    ru: 'С приёмом на складе консолидации (CFS) перевозится LCL',
  },
  'dcsa.one_consolidation': {
    zh: '拼箱订舱只写一组、1 个箱，箱型为集拼箱的箱型，不得为自备箱',
    en: 'An LCL booking names one group of one box, of the consolidation’s type and not your own',
    ru: 'В бронировании LCL — одна группа из одного контейнера того типа, что у сборного, и не ваш собственный',
  },
  'dcsa.no_consolidation': {
    zh: '该班次没有可订的 {type} 集拼箱；可订的有：{offered}',
    en: 'This train has no consolidation in a {type} that takes bookings; there are: {offered}',
    ru: 'На этом поезде нет открытого сборного контейнера {type}; есть: {offered}',
  },
  'dcsa.volume_missing': {
    zh: '拼箱按体积承运：请填写 cargoGrossVolume',
    en: 'LCL is booked by volume: cargoGrossVolume',
    ru: 'LCL бронируется по объёму: cargoGrossVolume',
  },
  'dcsa.waiting_terms': {
    zh: '候补方式应为 AUTOMATIC（有舱位即确认）或 OFFER（先通知，限时确认）',
    en: 'How to wait is AUTOMATIC (confirm at once) or OFFER (offer for a time)',
    ru: 'Как ждать: AUTOMATIC (подтвердить сразу) или OFFER (предложить на время)',
  },
  'dcsa.prepaid_only': {
    zh: '运费由订舱人预付：应为 PRE',
    en: 'The freight is paid by whoever books: PRE',
    ru: 'Фрахт оплачивает тот, кто бронирует: PRE',
  },
  'dcsa.no_bill_of_lading': {
    zh: '铁路运单不是物权凭证，不签发提单：请去掉此项',
    en: 'A rail waybill is no document of title and no bill of lading is issued: leave this out',
    ru: 'Железнодорожная накладная не товарораспорядительный документ, коносамент не выдаётся: уберите это поле',
  },
  'dcsa.contract_or_quote': {
    zh: 'serviceContractReference 与 contractQuotationReference 必须且只能填写一个',
    en: 'One of serviceContractReference and contractQuotationReference is given, not both',
    ru: 'Указывается одно из serviceContractReference и contractQuotationReference, не оба',
  },
  'dcsa.quote_unknown': {
    zh: '应为本平台报价的编号（quo_…）；合同价请填 serviceContractReference',
    en: 'This is the id of a quote made here (quo_…); a contract’s number goes into serviceContractReference',
    ru: 'Здесь номер расчёта, сделанного на платформе (quo_…); номер договора — в serviceContractReference',
  },
  'dcsa.no_vessel': {
    zh: '班列没有 IMO 编号：请去掉此项，车次写在 carrierExportVoyageNumber',
    en: 'A train has no IMO number: leave it out, the train number stands in carrierExportVoyageNumber',
    ru: 'У поезда нет номера ИМО: уберите его, номер поезда — в carrierExportVoyageNumber',
  },
  'dcsa.route_or_rest': {
    zh: '已填写 routingReference 时不得再填此项',
    en: 'With a routingReference this must not be given',
    ru: 'При routingReference это поле не указывается',
  },
  'dcsa.route_unknown': {
    zh: 'routingReference 应为本平台班次的编号（dep_…）',
    en: 'A routingReference is the id of a departure here (dep_…)',
    ru: 'routingReference — номер отправления на платформе (dep_…)',
  },
  'dcsa.port_missing': {
    zh: '缺少 POL 或 POD（班列始发站和到达站），或 routingReference',
    en: 'POL and POD, the train’s first and last station, are missing, or a routingReference',
    ru: 'Нет POL и POD — станций отправления и назначения поезда — или routingReference',
  },
  'dcsa.place_unknown': {
    zh: '没有这个 UN/LOCODE 或名称的车站',
    en: 'No station has this UN/LOCODE or name',
    ru: 'Станции с таким UN/LOCODE или названием нет',
  },
  'dcsa.no_departure': {
    zh: '没有符合的班次；同一区间最近的班次：{nearest}',
    en: 'No departure is like this; the nearest on this lane: {nearest}',
    ru: 'Такого отправления нет; ближайшие по этому направлению: {nearest}',
  },
  'dcsa.several_departures': {
    zh: '有多个班次符合，请用 routingReference、车次或日期指明一个：{nearest}',
    en: 'Several departures are like this; name one by its routingReference, train number or date: {nearest}',
    ru: 'Подходит несколько отправлений; укажите одно — routingReference, номер поезда или дату: {nearest}',
  },
  'dcsa.references_differ': {
    zh: '与地址中的订舱不是同一个',
    en: 'This is not the booking that the address names',
    ru: 'Это не то бронирование, что указано в адресе',
  },
  'dcsa.consignee_missing': {
    zh: '铁路运单需要收货人及其地址',
    en: 'A rail waybill needs the consignee with an address',
    ru: 'Для железнодорожной накладной нужен получатель с адресом',
  },
  'dcsa.terms_missing': {
    zh: '需要贸易术语 incoTerms',
    en: 'The terms of delivery are needed: incoTerms',
    ru: 'Нужны условия поставки: incoTerms',
  },
  'dcsa.broker_missing': {
    zh: '需要报关行：customsReferences 中 type 为 CUSTOMS_BROKER、countryCode 为 CN，值为其统一社会信用代码或机构编号',
    en: 'A customs broker is needed: in customsReferences, type CUSTOMS_BROKER, countryCode CN, its credit code or organisation id',
    ru: 'Нужен таможенный представитель: в customsReferences, type CUSTOMS_BROKER, countryCode CN — код кредитоспособности или номер организации',
  },
  'dcsa.broker_unknown': {
    zh: '没有这个报关行',
    en: 'There is no such customs broker',
    ru: 'Такого таможенного представителя нет',
  },
  'dcsa.cargo_missing': {
    zh: '每组箱需要至少一项货物',
    en: 'Each group of boxes needs at least one commodity',
    ru: 'Каждой группе контейнеров нужен хотя бы один товар',
  },
  'dcsa.one_hs_code': {
    zh: '每项货物一个 HS 编码（6 至 10 位）：请分列',
    en: 'One HS code of 6 to 10 digits for each commodity: write several commodities',
    ru: 'Один код ТН ВЭД / HS (6–10 цифр) на товар: укажите несколько товаров',
  },
  'dcsa.name_missing': {
    zh: '缺少{country}的货物名称：customsReferences 中 type 为 GOODS_NAME、countryCode 为 {country}',
    en: 'The goods name for {country} is missing: in customsReferences, type GOODS_NAME, countryCode {country}',
    ru: 'Нет наименования груза для {country}: в customsReferences, type GOODS_NAME, countryCode {country}',
  },
  'dcsa.packages_missing': {
    zh: '需要件数 outerPackaging.numberOfPackages',
    en: 'The number of packages is needed: outerPackaging.numberOfPackages',
    ru: 'Нужно число мест: outerPackaging.numberOfPackages',
  },
  'dcsa.package_kind': {
    zh: '包装代码无法对应中国海关包装种类：customsReferences 中写 type 为 WRAP_TYPE、countryCode 为 CN 的两位代码',
    en: 'This package code has no one counterpart in the China Customs table: give the two digits in customsReferences, type WRAP_TYPE, countryCode CN',
    ru: 'У этого кода упаковки нет однозначного соответствия в таблице таможни Китая: укажите две цифры в customsReferences, type WRAP_TYPE, countryCode CN',
  },
  'dcsa.value_missing': {
    zh: '需要货值：只有一项货物时用 declaredValue 和币种，否则每项在 customsReferences 中写 type 为 CUSTOMS_VALUE、countryCode 为 CN，例如 USD 4800.00',
    en: 'The value is needed: declaredValue with its currency for a single commodity, else in the customsReferences of each, type CUSTOMS_VALUE, countryCode CN, such as USD 4800.00',
    ru: 'Нужна стоимость: declaredValue с валютой для единственного товара, иначе в customsReferences каждого, type CUSTOMS_VALUE, countryCode CN, например USD 4800.00',
  },
  'dcsa.mass_missing': {
    zh: '需要毛重 cargoGrossWeight',
    en: 'The gross weight is needed: cargoGrossWeight',
    ru: 'Нужна масса брутто: cargoGrossWeight',
  },
  'dcsa.whole_degrees': {
    zh: '温度应为整摄氏度',
    en: 'A temperature is set in whole degrees Celsius',
    ru: 'Температура задаётся целыми градусами Цельсия',
  },
  'dcsa.one_dangerous': {
    zh: '每项货物最多一种危险货物，以联合国编号标明',
    en: 'One kind of dangerous goods for each commodity, by its UN number',
    ru: 'Не более одного вида опасного груза на товар, по номеру ООН',
  },
} as const satisfies Record<string, Text>
export type DcsaFault = keyof typeof dcsaFaultTexts

/** What is taken note of and not acted on. */
export const dcsaFeedbackTexts = {
  unknown: {
    zh: '本平台不使用此项，已忽略',
    en: 'Nothing is done with this here',
    ru: 'Здесь это поле не используется',
  },
  waiting: {
    zh: '在候补名单上，第 {position} 位（候补号 {place}）',
    en: 'On the waiting list, number {position} (place {place})',
    ru: 'В листе ожидания, {position}-е место (номер {place})',
  },
  offered: {
    zh: '有 {count} 箱舱位可确认，截止 {until}：POST /api/bookings/{id}/take-offer',
    en: 'Slots for {count} are offered to you until {until}: POST /api/bookings/{id}/take-offer',
    ru: 'Вам предложены места ({count}) до {until}: POST /api/bookings/{id}/take-offer',
  },
  offeredSpace: {
    zh: '有拼箱空间可确认，截止 {until}：POST /api/bookings/{id}/take-offer',
    en: 'LCL space is offered to you until {until}: POST /api/bookings/{id}/take-offer',
    ru: 'Вам предложено место в сборном контейнере до {until}: POST /api/bookings/{id}/take-offer',
  },
  lapsed: {
    zh: '候补未能实现，已结束',
    en: 'Nothing became free while it waited',
    ru: 'Места не освободились за время ожидания',
  },
  spread: {
    zh: '货物属于整个订舱，未按箱组分开',
    en: 'The commodities are those of the whole booking, not of one group of boxes',
    ru: 'Товары указаны для всего бронирования, а не для одной группы контейнеров',
  },
} as const satisfies Record<string, Text>

/** What a unit of a charge is. */
export const dcsaChargeTexts = {
  each: { zh: '每{unit}', en: 'Per {unit}', ru: 'За {unit}' },
  share: { zh: '按比例 {percent}%', en: 'Share of {percent} %', ru: 'Доля {percent} %' },
} as const satisfies Record<string, Text>

/** What has become of a booking's train, for who is told of the booking. */
export const dcsaTrainTexts = {
  moved: {
    zh: '{train} 次时间调整：{departs} 发车（原 {before}），截单 {documents}，截箱 {gateIn}',
    en: 'Train {train} was moved: departs {departs} (before: {before}), documents by {documents}, gate-in by {gateIn}',
    ru: 'Поезд {train} перенесён: отправление {departs} (было {before}), документы до {documents}, завоз до {gateIn}',
  },
  endsElsewhere: {
    zh: '{train} 次（{day}）改为终到{station}：{reason}',
    en: 'Train {train} of {day} now ends at {station}: {reason}',
    ru: 'Поезд {train} от {day} теперь следует до станции {station}: {reason}',
  },
  cancelled: {
    zh: '{train} 次（{day}）已取消：{reason}',
    en: 'Train {train} of {day} does not run: {reason}',
    ru: 'Поезд {train} от {day} отменён: {reason}',
  },
  rolledOver: {
    zh: '{count} 个集装箱由 {before} 次（{dayBefore}）改配 {train} 次（{day}）：{reason}',
    en: '{count} of your containers go by train {train} of {day} instead of {before} of {dayBefore}: {reason}',
    ru: 'Контейнеров: {count} — поедут поездом {train} от {day} вместо {before} от {dayBefore}: {reason}',
  },
} as const satisfies Record<string, Text>

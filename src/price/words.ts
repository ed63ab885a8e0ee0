/** The words of prices for people, shared by screens, files and refusals. */
import type { Text } from '#kernel/locale.ts'
import type {
  ChargeKind,
  EntryReason,
  FeeFor,
  LineBasis,
  RateSheetState,
  Touches,
} from '#price/contract.ts'

export const chargeTexts: Readonly<Record<ChargeKind, Text>> = {
  carriage: { zh: '铁路运费', en: 'Carriage by rail', ru: 'Железнодорожный тариф' },
  fuel: { zh: '燃油附加费', en: 'Fuel surcharge', ru: 'Топливная надбавка' },
  peak_season: { zh: '旺季附加费', en: 'Peak season surcharge', ru: 'Сезонная надбавка' },
  reefer: { zh: '冷藏箱附加费', en: 'Reefer surcharge', ru: 'Надбавка за рефконтейнер' },
  dangerous: {
    zh: '危险品附加费',
    en: 'Dangerous goods surcharge',
    ru: 'Надбавка за опасный груз',
  },
  security: { zh: '安保押运费', en: 'Security and escort', ru: 'Охрана и сопровождение' },
  documents: { zh: '文件费', en: 'Documents', ru: 'Оформление документов' },
  minimum: { zh: '补足最低收费', en: 'Up to the minimum charge', ru: 'До минимальной платы' },
  pick_up: { zh: '上门提箱', en: 'Pick-up', ru: 'Вывоз от отправителя' },
  stuffing: { zh: '装箱', en: 'Stuffing', ru: 'Загрузка контейнера' },
  lashing: { zh: '加固绑扎', en: 'Lashing', ru: 'Крепление груза' },
  weighing: { zh: '过磅', en: 'Weighing', ru: 'Взвешивание' },
  storage: { zh: '堆存', en: 'Storage', ru: 'Хранение' },
  customs_agency: { zh: '代理报关', en: 'Customs agency', ru: 'Таможенное оформление' },
  insurance: { zh: '货运保险', en: 'Cargo insurance', ru: 'Страхование груза' },
  delivery: { zh: '目的地派送', en: 'Delivery', ru: 'Доставка до получателя' },
  empty_return: { zh: '还空箱', en: 'Empty return', ru: 'Возврат порожнего' },
  cancellation: { zh: '退舱费', en: 'Cancellation fee', ru: 'Плата за отмену' },
  amendment: { zh: '改单费', en: 'Amendment fee', ru: 'Плата за изменение' },
  no_show: { zh: '亏舱费', en: 'No-show fee', ru: 'Плата за невывоз' },
}

export const basisTexts: Readonly<Record<LineBasis, Text>> = {
  container: { zh: '箱', en: 'container', ru: 'контейнер' },
  teu: { zh: 'TEU', en: 'TEU', ru: 'ДФЭ' },
  booking: { zh: '票', en: 'booking', ru: 'бронирование' },
  wm: { zh: '计费吨（W/M）', en: 'W/M', ru: 'расчётная тонна (W/M)' },
  container_day: { zh: '箱·天', en: 'container-day', ru: 'контейнеро-сутки' },
}

export const touchesTexts: Readonly<Record<Touches, Text>> = {
  all: { zh: '所有箱型', en: 'All boxes', ru: 'Все контейнеры' },
  twenty: { zh: '仅 20 英尺', en: '20 ft only', ru: 'Только 20 футов' },
  forty: { zh: '仅 40/45 英尺', en: '40 and 45 ft only', ru: 'Только 40 и 45 футов' },
  reefer: { zh: '仅冷藏箱', en: 'Reefers only', ru: 'Только рефрижераторные' },
}

export const feeTexts: Readonly<Record<FeeFor, Text>> = {
  cancellation: { zh: '退舱', en: 'Cancelling', ru: 'Отмена' },
  amendment: { zh: '改单', en: 'Amending', ru: 'Изменение' },
  no_show: { zh: '未到场', en: 'No-show', ru: 'Невывоз' },
}

export const sheetStateTexts: Readonly<Record<RateSheetState, Text>> = {
  draft: { zh: '草稿', en: 'Draft', ru: 'Черновик' },
  published: { zh: '已发布', en: 'Published', ru: 'Действует' },
  superseded: { zh: '已被新版取代', en: 'Superseded', ru: 'Заменён' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn', ru: 'Отозван' },
}

export const entryTexts: Readonly<Record<EntryReason, Text>> = {
  booked: { zh: '订舱', en: 'Booked', ru: 'Забронировано' },
  amended: { zh: '改单', en: 'Amended', ru: 'Изменено' },
  cancelled: { zh: '退舱', en: 'Cancelled', ru: 'Отменено' },
  no_show: { zh: '未到场', en: 'No-show', ru: 'Невывоз' },
}

/** What the members of restricted parts are called; others are shown by their own name. */
import type { Text } from '#kernel/locale.ts'
import { carriedByTexts } from '#kernel/transport-mode.ts'

export const restrictedTexts: Readonly<Record<string, Text>> = {
  sealNumber: { zh: '封号', en: 'Seal', ru: 'Пломба' },
  tareKg: { zh: '箱重（千克）', en: 'Tare, kg', ru: 'Тара, кг' },
  grossMassKg: { zh: '毛重（千克）', en: 'Gross mass, kg', ru: 'Масса брутто, кг' },
  stuffedPackages: { zh: '装箱件数', en: 'Packages stuffed', ru: 'Загружено мест' },
  declarationNumber: { zh: '报关单号', en: 'Declaration', ru: 'Декларация' },
  reason: { zh: '原因', en: 'Reason', ru: 'Причина' },
  terminalId: { zh: '定位终端', en: 'Tracker', ru: 'Трекер' },
  ...carriedByTexts,
  note: { zh: '说明', en: 'Note', ru: 'Примечание' },
  incoterm: { zh: '贸易术语', en: 'Incoterm', ru: 'Условие поставки' },
  reference: { zh: '委托编号', en: 'Reference', ru: 'Номер заказа' },
  remarks: { zh: '备注', en: 'Remarks', ru: 'Примечания' },
  cargo: { zh: '货物', en: 'Cargo', ru: 'Груз' },
  consignee: { zh: '收货人', en: 'Consignee', ru: 'Грузополучатель' },
  exporter: { zh: '出口商', en: 'Exporter', ru: 'Экспортёр' },
  broker: { zh: '报关行', en: 'Broker', ru: 'Таможенный представитель' },
}

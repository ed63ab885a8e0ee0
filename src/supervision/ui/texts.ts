/** Words of the departure gate: what is checked, with what result, and why it was not passed. */
import type { Text } from '#kernel/locale.ts'
import type { CheckName, Verdict } from '#supervision/contract.ts'
import { defineTexts } from '#web/i18n.ts'

export const clearanceTexts = defineTexts({
  title: { zh: '发车前核查', en: 'Clearance to depart', ru: 'Допуск к отправлению' },
  rules: { zh: '规则版本 {version}', en: 'Rules {version}', ru: 'Правила {version}' },
  none: {
    zh: '这趟班列上还没有集装箱。',
    en: 'There is no container on this train yet.',
    ru: 'В этом поезде пока нет контейнеров.',
  },
  noNumber: { zh: '待配箱', en: 'Box not assigned', ru: 'Контейнер не назначен' },
})

export const checkTexts: Readonly<Record<CheckName, Text>> = {
  container_number_assigned: { zh: '已配箱', en: 'Box assigned', ru: 'Контейнер назначен' },
  sealed: { zh: '已施封', en: 'Sealed', ru: 'Опломбирован' },
  weighed: { zh: '已称重', en: 'Weighed', ru: 'Взвешен' },
  gross_mass_agrees: { zh: '重量相符', en: 'Mass agrees', ru: 'Масса сходится' },
  declared: { zh: '已申报', en: 'Declared', ru: 'Задекларирован' },
  no_open_hold: { zh: '无扣留', en: 'Not held', ru: 'Не задержан' },
  released: { zh: '已放行', en: 'Released', ru: 'Выпущен' },
}

export const verdictTexts: Readonly<Record<Verdict, Text>> = {
  pass: { zh: '可以发车', en: 'May depart', ru: 'Допущен' },
  warn: { zh: '请复核', en: 'Look at it', ru: 'Проверьте' },
  block: { zh: '不得发车', en: 'May not depart', ru: 'Не допущен' },
}

/** Said when the check was not passed and its facts are there to fill the sentence. */
export const reasonTexts: Readonly<Partial<Record<CheckName, Text>>> = {
  gross_mass_agrees: {
    zh: '申报总重 {declaredKg} 千克，过磅 {weighedKg} 千克，相差 {differencePercent}%',
    en: 'Declared {declaredKg} kg gross, weighed {weighedKg} kg: {differencePercent} % apart',
    ru: 'По документам брутто {declaredKg} кг, по весам {weighedKg} кг: расхождение {differencePercent} %',
  },
  sealed: {
    zh: '箱门封号 {sealRecorded} 与配发封号 {sealAssigned} 不一致',
    en: 'Seal {sealRecorded} is on the doors, {sealAssigned} was assigned',
    ru: 'На дверях пломба {sealRecorded}, назначена {sealAssigned}',
  },
  no_open_hold: {
    zh: '海关扣留：{reason}',
    en: 'Held by customs: {reason}',
    ru: 'Задержан таможней: {reason}',
  },
}

/** What the check of a route says: what was checked, in this order, and what it cannot tell. */
import { defineTexts } from '#web/i18n.ts'

export const routeTexts = defineTexts({
  head: { zh: '轨迹与账本', en: 'Route and ledger', ru: 'Маршрут и журнал' },
  about: {
    zh: '每小时的定位在该小时结束后写入账本。由您的浏览器核对：地图上的轨迹是否就是当时写入的轨迹。',
    en: 'The fixes of each hour are entered into the ledger once it has ended. Your browser checks whether the route on the map is the one that was entered then.',
    ru: 'Координаты каждого часа вносятся в журнал после его окончания. Ваш браузер проверит, тот ли маршрут на карте, что был внесён тогда.',
  },
  check: { zh: '核对轨迹', en: 'Check the route', ru: 'Проверить маршрут' },
  again: { zh: '重新核对', en: 'Check again', ru: 'Проверить ещё раз' },
  file: {
    zh: '下载轨迹证明（JSON）',
    en: 'Download the proof (JSON)',
    ru: 'Скачать доказательство (JSON)',
  },
  holds: {
    zh: '轨迹与账本一致',
    en: 'The route is the one in the ledger',
    ru: 'Маршрут совпадает с журналом',
  },
  differs: {
    zh: '地图上的轨迹与账本不一致',
    en: 'The route on the map is not the one in the ledger',
    ru: 'Маршрут на карте не совпадает с журналом',
  },
  refused: {
    zh: '轨迹证明未通过核验，请勿采信',
    en: 'The proof of the route does not hold: do not rely on the route',
    ru: 'Доказательство маршрута неверно: не полагайтесь на маршрут',
  },
  checked: { zh: '已核对', en: 'Checked', ru: 'Проверено' },
  signature: {
    zh: '账本 {origin} 对其 {size} 条记录的签名',
    en: 'The signature of the ledger {origin} over its {size} entries',
    ru: 'Подпись журнала {origin} под его записями ({size})',
  },
  witnesses: {
    zh: '见证方的共同签名：{names}',
    en: 'The cosignatures of its witnesses: {names}',
    ru: 'Подписи свидетелей: {names}',
  },
  entries: {
    zh: '轨迹入账记录（{entries} 条）在账本中的位置',
    en: 'The places of the route’s entries in the ledger: {entries}',
    ru: 'Места записей о маршруте в журнале: {entries}',
  },
  hours: {
    zh: '{from} 至 {to} 的 {hours} 个小时、{fixes} 个定位，与入账时的摘要相符',
    en: 'Hours from {from} to {to}: {hours}, with fixes: {fixes}, each hour as its digest was entered',
    ru: 'Часы с {from} по {to}: {hours}, координат: {fixes}; каждый час совпадает с внесённым отпечатком',
  },
  proven: {
    zh: '地图上的 {points} 个点，时间和位置均与这些定位相同',
    en: 'Points on the map that are among these fixes, by time and place: {points}',
    ru: 'Точки на карте, совпавшие с этими координатами по времени и месту: {points}',
  },
  differing: {
    zh: '地图上有 {points} 个点不在入账的定位中，最早一个：{at}',
    en: 'Points on the map that were not entered: {points}, the first of {at}',
    ru: 'Точки на карте, которых нет среди внесённых: {points}, первая — {at}',
  },
  missing: {
    zh: '有 {points} 个入账的定位没有显示在地图上，最早一个：{at}',
    en: 'Fixes entered that the map does not show: {points}, the first of {at}',
    ru: 'Внесённые координаты, которых нет на карте: {points}, первая — {at}',
  },
  untold: { zh: '未能证明', en: 'Not proven', ru: 'Не доказано' },
  notEntered: {
    zh: '{points} 个点所在的小时不在证明中：尚未入账（每小时结束约半小时后入账），或原始定位已按设置清除',
    en: 'Points of hours that are not in the proof: {points}. They are not entered yet (about half an hour after the hour ends), or the fixes were let go by setting',
    ru: 'Точки часов, которых нет в доказательстве: {points}. Они ещё не внесены (примерно через полчаса после конца часа) либо координаты удалены по настройке',
  },
  listed: {
    zh: '{points} 个点来自他方提供的位置清单，不是定位终端上报的',
    en: 'Points that stood in a list somebody sent, not reported by a tracker: {points}',
    ru: 'Точки из присланных списков, не от трекера: {points}',
  },
  receiver: {
    zh: '定位本身是否准确、终端是否一直在这个箱上：账本记录的是平台收到的内容',
    en: 'That the receiver was right, and the tracker on this box all the time: entered is what the platform received',
    ru: 'Что приёмник не ошибался и трекер всё время был на этом контейнере: внесено то, что получила платформа',
  },
  key: {
    zh: '这是您信任的账本：公钥取自本平台，请与运营方公布的核对：{vkey}',
    en: 'That this is the ledger you trust: its key came from this platform; compare it with the one its operator publishes: {vkey}',
    ru: 'Что это тот журнал, которому вы доверяете: ключ получен от этой платформы, сверьте его с опубликованным оператором: {vkey}',
  },
})

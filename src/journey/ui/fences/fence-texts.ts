/** The words of stations' areas. */
import type { Text } from '#kernel/locale.ts'
import type { Geofence } from '#journey/way-contract.ts'
import { defineTexts } from '#web/i18n.ts'
import type { FenceKind } from './fence-drawing.ts'

export const fenceKindTexts: Readonly<Record<FenceKind, Text>> = {
  circle: { zh: '圆形', en: 'Circle', ru: 'Круг' },
  polygon: { zh: '多边形', en: 'Polygon', ru: 'Многоугольник' },
  corridor: { zh: '带状', en: 'Corridor', ru: 'Коридор' },
}

export const fenceSourceTexts: Readonly<Record<Geofence['source'], Text>> = {
  default: { zh: '默认', en: 'By kind of station', ru: 'По типу станции' },
  platform: { zh: '平台绘制', en: 'By the platform', ru: 'Задана платформой' },
  own: { zh: '本单位绘制', en: 'Our own', ru: 'Наша' },
}

export const fenceTexts = defineTexts({
  title: { zh: '电子围栏', en: 'Geofences', ru: 'Геозоны' },
  note: {
    zh: '集装箱进入围栏即记为到站，离开围栏 1.5 公里以外即记为离站。运营公司的围栏只用于本公司的班列，平台的围栏用于全部班列。',
    en: 'A container that enters the area is seen to arrive, and to leave 1.5 km beyond it. An operator’s areas count for its own trains, the platform’s for all.',
    ru: 'Вход контейнера в зону считается прибытием, удаление от неё на 1,5 км — отправлением. Зоны оператора действуют для его поездов, зоны платформы — для всех.',
  },
  map: {
    zh: '车站与口岸围栏地图，内容与列表、表单相同',
    en: 'Map of the areas of stations and crossings; list and form say the same',
    ru: 'Карта зон станций и переходов; список и форма содержат то же самое',
  },
  list: { zh: '车站列表', en: 'Stations', ru: 'Станции' },
  find: { zh: '查找车站', en: 'Find a station', ru: 'Найти станцию' },
  kind: { zh: '形状', en: 'Shape', ru: 'Форма' },
  centre: { zh: '圆心', en: 'Centre', ru: 'Центр' },
  corner: { zh: '点 {number}', en: 'Point {number}', ru: 'Точка {number}' },
  lat: { zh: '纬度', en: 'Latitude', ru: 'Широта' },
  lon: { zh: '经度', en: 'Longitude', ru: 'Долгота' },
  radius: { zh: '半径（公里）', en: 'Radius, km', ru: 'Радиус, км' },
  width: {
    zh: '两侧宽度（公里）',
    en: 'Width to either side, km',
    ru: 'Ширина в каждую сторону, км',
  },
  add: { zh: '添加点', en: 'Add a point', ru: 'Добавить точку' },
  remove: { zh: '删除点 {number}', en: 'Remove point {number}', ru: 'Удалить точку {number}' },
  hint: {
    zh: '坐标为 WGS 84。也可在地图上拖动各点，或点击地图添加点、移动圆心。',
    en: 'Coordinates in WGS 84. On the map points can be dragged; a press adds one, or moves the centre.',
    ru: 'Координаты в WGS 84. Точки можно перетаскивать на карте; нажатие добавляет точку или переносит центр.',
  },
  save: { zh: '保存围栏', en: 'Save the area', ru: 'Сохранить зону' },
  discard: { zh: '放弃修改', en: 'Discard changes', ru: 'Отменить изменения' },
  takeAway: { zh: '删除本单位围栏', en: 'Remove our area', ru: 'Убрать нашу зону' },
  sure: {
    zh: '删除后恢复为平台围栏或默认圆形，历次绘制仍保留。',
    en: 'The platform’s area or the usual circle counts again; what was drawn stays on record.',
    ru: 'Снова действует зона платформы или обычный круг; нарисованное остаётся в истории.',
  },
  cancel: { zh: '取消', en: 'Cancel', ru: 'Отмена' },
  close: { zh: '关闭', en: 'Close', ru: 'Закрыть' },
  versions: { zh: '历次绘制', en: 'What was drawn', ru: 'История зоны' },
  version: { zh: '第 {version} 版', en: 'Version {version}', ru: 'Версия {version}' },
  takenAway: { zh: '已删除', en: 'removed', ru: 'убрана' },
  takeUp: { zh: '采用此版', en: 'Take it up again', ru: 'Взять эту версию' },
  circleSize: { zh: '半径 {km} 公里', en: 'radius {km} km', ru: 'радиус {km} км' },
  polygonSize: {
    zh: '{count} 个点',
    en: ['{count} point', '{count} points'],
    ru: ['{count} точка', '{count} точки', '{count} точек'],
  },
  corridorSize: {
    zh: '两侧各 {km} 公里',
    en: '{km} km to either side',
    ru: 'по {km} км в стороны',
  },
})

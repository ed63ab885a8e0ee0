/** Why a frame was not taken, in words. */
import { defineTexts } from '#web/i18n.ts'

export const reasonTexts = defineTexts({
  outside_frame: {
    zh: '不在报文标识之间的字节',
    en: 'Bytes outside any frame',
    ru: 'Байты вне кадра',
  },
  frame_too_long: { zh: '报文过长', en: 'Too long for a frame', ru: 'Слишком длинный кадр' },
  frame_too_short: { zh: '报文过短', en: 'Too short for a frame', ru: 'Слишком короткий кадр' },
  bad_escape: { zh: '转义错误', en: 'Wrong escape', ru: 'Ошибка экранирования' },
  delimiter_inside: {
    zh: '报文内出现标识位',
    en: 'Delimiter inside',
    ru: 'Разделитель внутри кадра',
  },
  length_mismatch: {
    zh: '长度与报文头不符',
    en: 'Length differs from the header',
    ru: 'Длина не по заголовку',
  },
  phone_not_bcd: { zh: '手机号不是 BCD 码', en: 'Number is not BCD', ru: 'Номер не в BCD' },
  part_out_of_range: {
    zh: '分包序号越界',
    en: 'Package number out of range',
    ru: 'Номер пакета вне диапазона',
  },
  encrypted: { zh: '消息体已加密，平台无密钥', en: 'Encrypted body', ru: 'Тело зашифровано' },
  body_too_short: { zh: '消息体过短', en: 'Body too short', ru: 'Тело слишком короткое' },
  body_too_long: { zh: '消息体过长', en: 'Body too long', ru: 'Тело слишком длинное' },
  item_overruns: {
    zh: '参数项超出消息体',
    en: 'An item runs past the end',
    ru: 'Поле выходит за конец',
  },
  batch_kind_unknown: {
    zh: '批量类型未知',
    en: 'Unknown kind of batch',
    ru: 'Неизвестный вид пакета отчётов',
  },
  batch_count_wrong: {
    zh: '项数与内容不符',
    en: 'Count differs from content',
    ru: 'Число не по содержимому',
  },
  checksum_wrong: { zh: '校验码错误', en: 'Wrong checksum', ru: 'Неверная контрольная сумма' },
  registration_refused: {
    zh: '终端未登记，拒绝注册',
    en: 'Registration of an unknown tracker',
    ru: 'Регистрация неизвестного трекера',
  },
  authentication_failed: { zh: '鉴权码错误', en: 'Wrong code', ru: 'Неверный код' },
  not_authenticated: { zh: '未鉴权', en: 'Not authenticated', ru: 'Без аутентификации' },
  phone_of_another: {
    zh: '冒用其他终端号码',
    en: 'In another tracker’s name',
    ru: 'От имени другого трекера',
  },
  parts_too_many: { zh: '分包过多', en: 'Too many packages', ru: 'Слишком много пакетов' },
  parts_too_large: { zh: '分包合计过大', en: 'Packages too large', ru: 'Пакеты слишком велики' },
  parts_disagree: { zh: '分包总数不一致', en: 'Packages disagree', ru: 'Пакеты не согласованы' },
  parts_no_room: { zh: '分包缓存已满', en: 'No room for packages', ru: 'Нет места для пакетов' },
  parts_missing: { zh: '分包未收齐', en: 'Packages missing', ru: 'Пакеты не пришли' },
  time_impossible: { zh: '时间无效', en: 'Impossible time', ru: 'Невозможное время' },
  position_out_of_range: {
    zh: '经纬度越界',
    en: 'Position out of range',
    ru: 'Координаты вне диапазона',
  },
  heading_out_of_range: { zh: '方向越界', en: 'Heading out of range', ru: 'Курс вне диапазона' },
  message_unsupported: {
    zh: '平台不处理的消息',
    en: 'A message of another kind',
    ru: 'Сообщение другого вида',
  },
  payload_not_json: {
    zh: 'MQTT 消息不是有效的 JSON',
    en: 'MQTT message is not JSON',
    ru: 'Сообщение MQTT не в JSON',
  },
  payload_empty: { zh: 'MQTT 消息为空', en: 'Empty MQTT message', ru: 'Пустое сообщение MQTT' },
  payload_too_large: {
    zh: 'MQTT 消息过大',
    en: 'MQTT message too large',
    ru: 'Слишком большое сообщение MQTT',
  },
  batch_too_large: {
    zh: '一条消息中定位过多',
    en: 'Too many fixes in one message',
    ru: 'Слишком много координат в сообщении',
  },
  fix_not_object: {
    zh: '定位不是 JSON 对象',
    en: 'A fix is no JSON object',
    ru: 'Координаты — не объект JSON',
  },
  field_missing: { zh: '缺少必填字段', en: 'A field is missing', ru: 'Нет обязательного поля' },
  field_wrong: { zh: '字段值有误', en: 'A field is wrong', ru: 'Неверное значение поля' },
  topic_unknown: { zh: '平台没有此主题', en: 'A topic of no use here', ru: 'Неизвестная тема' },
  topic_of_another: {
    zh: '发布到其他终端的主题',
    en: 'Another tracker’s topic',
    ru: 'Тема другого трекера',
  },
  tracker_unknown: {
    zh: '终端未登记',
    en: 'A tracker nobody registered',
    ru: 'Незарегистрированный трекер',
  },
  answer_wrong: {
    zh: '指令应答格式有误',
    en: 'An answer that cannot be read',
    ru: 'Нечитаемый ответ на команду',
  },
  answer_unasked: {
    zh: '未曾询问的应答',
    en: 'An answer nobody asked for',
    ru: 'Ответ без запроса',
  },
})

export const frameTexts = defineTexts({
  show: { zh: '查看报文', en: 'Look at it', ru: 'Показать' },
  read: { zh: '已解析字段', en: 'What could be read', ru: 'Что удалось прочесть' },
  nothing: { zh: '无法解析', en: 'Nothing could be read', ru: 'Прочесть не удалось' },
})

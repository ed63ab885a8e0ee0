/**
 * `landbridge jt808 decode`: hex frames, one a line, in; one JSON object a line out. People paste what their logs
 * give them, so a frame may be escaped or not, with 7E or without; the reading whose checksum holds wins.
 */
import { fromHex } from '#gateway/protocols/jt808/bytes.ts'
import type { DecodeError, Header } from '#gateway/protocols/jt808/frame.ts'
import { decodeFrame, decodePlain, withoutDelimiters } from '#gateway/protocols/jt808/jt808.ts'
import type { Body, Message } from '#gateway/protocols/jt808/messages.ts'

/** No frame is longer, however it is spaced; what goes on further is no frame and is not kept to find out. */
const LINE_CHARS_MAX = 16_384

/**
 * Text in chunks of any size → one JSON object a line, written as often as a chunk came, so that a person typing is answered at once
 * and a stream of millions of lines costs few writes and constant memory.
 */
export async function decodeLines(
  input: AsyncIterable<string>,
  write: (lines: string) => void,
): Promise<void> {
  let rest = ''
  let isTooLong = false
  const answer = (line: string): string => {
    const decoded = isTooLong || line.length > LINE_CHARS_MAX ? TOO_LONG : decodeLine(line)
    isTooLong = false
    return `${JSON.stringify(decoded)}\n`
  }
  for await (const chunk of input) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    const answers = lines.filter((line) => isTooLong || line.trim() !== '').map(answer)
    if (answers.length > 0) write(answers.join(''))
    if (rest.length <= LINE_CHARS_MAX) continue
    isTooLong = true
    rest = ''
  }
  if (isTooLong || rest.trim() !== '') write(answer(rest))
}

const TOO_LONG = { error: 'frame_too_long' } as const

/** What one line says, as the JSON of the command. */
export function decodeLine(line: string): object {
  const bytes = fromHex(line)
  if (bytes === null) return { error: 'not_hex' }
  const inner = withoutDelimiters(bytes)
  const readings = [decodeFrame(bytes), decodePlain(inner), decodePlain(bytes)]
  return flatten(
    readings.find((reading) => !('error' in reading) && reading.checksumOk) ??
      readings.find((reading) => !('error' in reading)) ??
      readings.find((reading) => 'header' in reading) ??
      readings[0]!,
  )
}

/** What can be said of a frame that was not taken, for people; never a secret that was tried. */
export function describeFrame(escaped: Uint8Array): object {
  const message = decodeFrame(escaped)
  if ('error' in message || message.body.kind !== 'authentication') return flatten(message)
  return { ...headerFields(message.header), checksumOk: message.checksumOk }
}

const hexId = (id: number): string => `0x${id.toString(16).toUpperCase().padStart(4, '0')}`

function headerFields(header: Header): object {
  const { messageId, version, phone, serial, part } = header
  return { messageId: hexId(messageId), version, phone, serial, ...(part && { part }) }
}

/** A message as one flat object. */
export function flatten(message: Message | DecodeError): object {
  if ('error' in message) {
    const { error, header, checksumOk } = message
    return {
      error,
      ...(header && headerFields(header)),
      ...(checksumOk !== undefined && { checksumOk }),
    }
  }
  const { header, checksumOk, body } = message
  return { ...headerFields(header), checksumOk, ...bodyFields(body) }
}

function bodyFields(body: Body): object {
  if (body.kind === 'location') return body.report
  if (body.kind === 'locationAnswer') return { answersSerial: body.answersSerial, ...body.report }
  const { kind, ...fields } = body
  if (kind === 'answer' && 'answersId' in fields)
    return { ...fields, answersId: hexId(fields.answersId) }
  return fields
}

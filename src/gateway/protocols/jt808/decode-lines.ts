/**
 * `landbridge jt808 decode`: hex frames, one a line, in; one JSON object a line out. People paste what their logs
 * give them, so a frame may be escaped or not, with 7E or without; the reading whose checksum holds wins.
 */
import { fromHex } from '#gateway/protocols/jt808/bytes.ts'
import type { DecodeError, Header } from '#gateway/protocols/jt808/frame.ts'
import {
  decodeFrame,
  decodePlain,
  withoutDelimiters,
  type Body,
  type Message,
} from '#gateway/protocols/jt808/jt808.ts'

export async function decodeLines(
  input: AsyncIterable<string>,
  write: (line: string) => void,
): Promise<void> {
  for await (const line of input) {
    if (line.trim() !== '') write(JSON.stringify(decodeLine(line)))
  }
}

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
  const { kind, ...fields } = body
  if (kind === 'answer' && 'answersId' in fields)
    return { ...fields, answersId: hexId(fields.answersId) }
  return fields
}

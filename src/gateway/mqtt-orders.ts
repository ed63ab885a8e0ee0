/** Commands for devices that speak MQTT, as JSON, and what they answer: `{"command": id, "result": …, "said": {…}}`. */
import type {
  CommandAnswer,
  CommandDesk,
  CommandResult,
  DeviceId,
  QueuedCommand,
} from '#gateway/ports.ts'
import { readJson } from '#gateway/protocols/mqtt/payload.ts'

const SAID_BYTES_MAX = 8_192
const SAID_DEPTH_MAX = 6
const RESULTS: readonly CommandResult[] = ['ok', 'failed', 'wrong', 'unsupported']

export type AnswerFault = 'payload_not_json' | 'answer_wrong' | 'answer_unasked'

/** The command as the device reads it. */
export const writeOrder = ({ id, request }: QueuedCommand): string =>
  JSON.stringify({ command: id, ...request })

/** Resolves when the answer is durable; tells why where it was not taken. */
export async function hearOrderAnswer(
  desk: CommandDesk,
  deviceId: DeviceId,
  payload: Uint8Array,
): Promise<AnswerFault | null> {
  if (payload.length > SAID_BYTES_MAX) return 'answer_wrong'
  const answer = readJson(payload)
  if (answer === undefined) return 'payload_not_json'
  if (!isAnswer(answer)) return 'answer_wrong'
  return (await desk.hear(deviceId, answer)) ? null : 'answer_unasked'
}

function isAnswer(value: unknown): value is CommandAnswer {
  if (!isObject(value)) return false
  const { command, result, said } = value as Partial<CommandAnswer>
  return (
    typeof command === 'string' &&
    result !== undefined &&
    RESULTS.includes(result) &&
    (said === undefined || (isObject(said) && isKeepable(said, SAID_DEPTH_MAX)))
  )
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The database holds no U+0000, no half characters, and nothing of any depth. */
function isKeepable(value: unknown, depthLeft: number): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  if (depthLeft === 0) return false
  return Object.entries(value).every(
    ([name, inner]) => isKeepable(name, 0) && isKeepable(inner, depthLeft - 1),
  )
}

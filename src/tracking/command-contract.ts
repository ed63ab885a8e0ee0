/** What an operator tells a tracker to do, what came of it, and what the tracker passed through. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { idSchema } from '#kernel/id.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { TrackerId } from '#tracking/contract.ts'

export const CommandId = idSchema<'CommandId'>('cmd')
export type CommandId = z.infer<typeof CommandId>

/** A command that its tracker has not fetched by then ends: told a week later to report its place, it would tell nothing new. */
export const COMMAND_WAITS_HOURS = 24

const DAY_S = 86_400
const TEXT_CHARS_MAX = 400

/** Only what GBK, the protocol's alphabet, is sure to hold: Chinese, Russian, and the letters and signs of ASCII. */
const GBK_TEXT =
  /^[\n\x20-\x7E\u3000-\u3002\u3008-\u3011\u4E00-\u9FA5\uFF01-\uFF5E\u0401\u0410-\u044F\u0451]+$/

export const CommandRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('report_interval'),
    seconds: z
      .int()
      .min(5)
      .max(DAY_S)
      .meta({ description: 'Seconds between two positions on the way' }),
    asleepSeconds: z
      .int()
      .min(5)
      .max(DAY_S)
      .optional()
      .meta({ description: 'Seconds between two positions while it sleeps' }),
  }),
  z.object({ kind: z.literal('locate') }),
  z.object({
    kind: z.literal('follow'),
    everySeconds: z.int().min(5).max(3_600),
    forSeconds: z.int().min(60).max(DAY_S),
  }),
  z.object({
    kind: z.literal('text'),
    text: z
      .string()
      .trim()
      .min(1)
      .max(TEXT_CHARS_MAX)
      .regex(GBK_TEXT)
      .meta({ description: 'Shown by the tracker, or an order in its maker’s own words' }),
  }),
  z.object({ kind: z.literal('restart') }),
  z.object({ kind: z.literal('ask_parameters') }),
  z.object({ kind: z.literal('ask_attributes') }),
])
export type CommandRequest = z.infer<typeof CommandRequest>

export const CommandResult = z.enum(['ok', 'failed', 'wrong', 'unsupported', 'unwritable'])
export type CommandResult = z.infer<typeof CommandResult>

export const TrackerCommand = z.object({
  id: CommandId,
  request: CommandRequest,
  state: z.enum(['queued', 'sent', 'answered', 'timed_out', 'expired']).meta({
    description:
      '`queued` until the tracker is connected; `timed_out`: it did not answer within a minute; `expired`: it did not come in time',
  }),
  askedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  result: CommandResult.nullable().meta({
    description: 'How the tracker answered; `unwritable`: nothing was sent',
  }),
  said: z.record(z.string(), z.unknown()).nullable().meta({
    description: 'What it told: its place, its parameters, what it is',
  }),
})
export type TrackerCommand = z.infer<typeof TrackerCommand>

export const TrackerMessage = z.object({
  receivedAt: z.iso.datetime(),
  messageId: z.string().meta({ examples: ['0x0900'] }),
  frameHex: z.string(),
})
export type TrackerMessage = z.infer<typeof TrackerMessage>

const params = z.object({ trackerId: TrackerId })

export const commandApi = {
  send: command({
    path: '/trackers/:trackerId/command',
    summary: 'Tells a tracker to do something, as soon as it is connected',
    access: ['operator'],
    params,
    body: z.object({ request: CommandRequest }),
    reply: TrackerCommand,
  }),
  list: query({
    path: '/trackers/:trackerId/commands',
    summary: 'What a tracker was told to do and what came of it, newest first',
    access: ['operator'],
    params,
    query: z.object({ ...pageQuery }),
    reply: pageOf(TrackerCommand),
  }),
  messages: query({
    path: '/trackers/:trackerId/messages',
    summary: 'Data a tracker passed through, newest first',
    access: ['operator'],
    params,
    query: z.object({ ...pageQuery }),
    reply: pageOf(TrackerMessage),
  }),
}

/** The messages of JT/T 808 that a platform of trackers and locks has to do with: their ids, and what each says. */
import type { Header } from '#gateway/protocols/jt808/frame.ts'
import type { Location } from '#gateway/protocols/jt808/location.ts'
import type { Control, Following, Text } from '#gateway/protocols/jt808/orders.ts'
import type { Attributes, Parameter } from '#gateway/protocols/jt808/parameters.ts'
import type { Authentication, Registration } from '#gateway/protocols/jt808/sign-on.ts'

export const MESSAGE = {
  terminalAnswer: 0x0001,
  heartbeat: 0x0002,
  deregistration: 0x0003,
  timeQuery: 0x0004,
  terminalResend: 0x0005,
  registration: 0x0100,
  authentication: 0x0102,
  parameters: 0x0104,
  attributes: 0x0107,
  location: 0x0200,
  locationAnswer: 0x0201,
  controlAnswer: 0x0500,
  locationBatch: 0x0704,
  passUp: 0x0900,
  platformAnswer: 0x8001,
  resend: 0x8003,
  time: 0x8004,
  registrationAnswer: 0x8100,
  setParameters: 0x8103,
  askParameters: 0x8104,
  control: 0x8105,
  askSomeParameters: 0x8106,
  askAttributes: 0x8107,
  locate: 0x8201,
  follow: 0x8202,
  text: 0x8300,
  passDown: 0x8900,
} as const

/** Results of a general answer. */
export const RESULT = { ok: 0, failed: 1, wrong: 2, unsupported: 3 } as const

/** The answer to one message: its serial, its id, and how it went. */
export interface Answer {
  readonly answersSerial: number
  readonly answersId: number
  readonly result: number
}

/** Messages without a body; what some makers append to them carries no meaning and harms nobody. */
export type Bare =
  'heartbeat' | 'deregistration' | 'timeQuery' | 'askParameters' | 'askAttributes' | 'locate'

export type Body =
  | ({ readonly kind: 'answer' } & Answer)
  | { readonly kind: Bare }
  | ({ readonly kind: 'registration' } & Registration)
  | ({ readonly kind: 'authentication' } & Authentication)
  | { readonly kind: 'location'; readonly report: Location }
  | { readonly kind: 'locationAnswer'; readonly answersSerial: number; readonly report: Location }
  | { readonly kind: 'batch'; readonly catchUp: boolean; readonly reports: readonly Location[] }
  | {
      readonly kind: 'registrationAnswer'
      readonly answersSerial: number
      readonly result: number
      readonly authCode?: string
    }
  | { readonly kind: 'resend'; readonly firstSerial: number; readonly numbers: readonly number[] }
  | { readonly kind: 'time'; readonly time: string }
  | {
      readonly kind: 'parameters'
      readonly answersSerial: number
      readonly parameters: readonly Parameter[]
    }
  | { readonly kind: 'setParameters'; readonly parameters: readonly Parameter[] }
  | { readonly kind: 'askSomeParameters'; readonly ids: readonly string[] }
  | ({ readonly kind: 'attributes' } & Attributes)
  | ({ readonly kind: 'control' } & Control)
  | ({ readonly kind: 'follow' } & Following)
  | ({ readonly kind: 'text' } & Text)
  | { readonly kind: 'pass'; readonly passType: number; readonly hex: string }
  | { readonly kind: 'part'; readonly hex: string }
  | { readonly kind: 'unknown'; readonly hex: string }

export interface Message {
  readonly header: Header
  readonly checksumOk: boolean
  readonly body: Body
}

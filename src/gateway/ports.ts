/**
 * What the gateway needs from the platform, as interfaces, so that the process which listens to hostile
 * sockets holds no key, no SQL and no rule of the trade. `src/tracking` implements them over PostgreSQL;
 * the gateway's own tests use the small ones of `memory-ports.ts`.
 */
import type { LocationItem } from '#gateway/protocols/jt808/items.ts'

/** The platform's id of a device; opaque here. */
export type DeviceId = string

/** One position as a device reported it. Both times are kept: coverage gaps make reports hours late. */
export interface Fix {
  readonly deviceId: DeviceId
  /** Digits without leading zeros, so that a terminal keeps its name when it changes edition. */
  readonly phone: string
  readonly serial: number
  /** RFC 3339 with the +08:00 the protocol prescribes. */
  readonly deviceTime: string
  /** RFC 3339, the gateway's clock when the frame was whole. */
  readonly receivedAt: string
  readonly latitude: number
  readonly longitude: number
  readonly altitudeM: number
  readonly speedKmh: number
  readonly headingDeg: number
  /** Bit sets as the protocol defines them. */
  readonly alarm: number
  readonly status: number
  readonly items: readonly LocationItem[]
  /** The whole unescaped frame, so that a better decoder can read old reports again. */
  readonly frame: Uint8Array
  /** The receiver had a position of its own (status bit 1); false means the last known or none. */
  readonly valid: boolean
}

/**
 * Resolves only when every fix is durable; the tracker then forgets its copy.
 * Must accept the same fix twice (same device, device time and serial) and keep it once: a commit that
 * succeeded but whose answer was lost is sent again.
 */
export interface FixStore {
  commit(fixes: readonly Fix[]): Promise<void>
}

/** As the protocol's editions are called; told apart by the header (2019) and the registration (2011). */
export type TerminalEdition = '2011' | '2013' | '2019'

export interface Terminal {
  readonly phone: string
  readonly terminalId: string
  readonly maker: string
  readonly model: string
  readonly plate: string
  readonly edition: TerminalEdition
}

/** Results of 0x8100: 0 welcome, 1 vehicle taken, 2 no such vehicle, 3 terminal taken, 4 no such terminal. */
export type RegistrationResult = 0 | 1 | 2 | 3 | 4

export interface Authentication {
  readonly phone: string
  readonly authCode: string
  /** By the header: 2011 and 2013 look alike there, so one that registered as 2011 stays so. */
  readonly edition: TerminalEdition
  readonly imei?: string
}

export interface KnownDevice {
  readonly deviceId: DeviceId
  /** As it registered, or as its header said. */
  readonly edition: TerminalEdition
  /** As its operator entered them: they decide how its own items are read. */
  readonly maker: string
  readonly model: string
}

/** A device that names itself over MQTT. */
export interface NamedDevice {
  readonly deviceId: DeviceId
  readonly phone: string
}

/** Knows the devices. `register` gives the per-device secret to a terminal it knows and to nobody else. */
export interface DeviceDirectory {
  register(terminal: Terminal): Promise<{ result: RegistrationResult; authCode?: string }>
  authenticate(given: Authentication): Promise<KnownDevice | null>
  /** Over MQTT, by its number or its id and the secret its operator was shown. */
  admit(given: { readonly name: string; readonly secret: string }): Promise<NamedDevice | null>
  /** Where an outside broker has authenticated it. */
  find(phone: string): Promise<NamedDevice | null>
}

/** A frame that was not taken, kept with its reason so that an operator can look at it. */
export interface QuarantinedFrame {
  readonly hex: string
  readonly receivedAt: string
  readonly remoteAddress: string
  /** Present when the header could be read. */
  readonly phone?: string
  /** What could be read of it, for people to look at. */
  readonly decoded?: object
}

export type Quarantine = (frame: QuarantinedFrame, reason: string) => void | Promise<void>

/** A message that is neither a position nor an answer to us, kept whole for its operator: data passed through (0x0900). */
export interface KeptMessage {
  readonly deviceId: DeviceId
  readonly receivedAt: string
  readonly messageId: number
  readonly hex: string
}

/** Resolves when the message is durable. */
export type MessageStore = (message: KeptMessage) => Promise<void>

/** What people may tell a tracker to do. */
export type CommandRequest =
  | {
      readonly kind: 'report_interval'
      readonly seconds: number
      readonly asleepSeconds?: number | undefined
    }
  | { readonly kind: 'locate' }
  | { readonly kind: 'follow'; readonly everySeconds: number; readonly forSeconds: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'restart' }
  | { readonly kind: 'ask_parameters' }
  | { readonly kind: 'ask_attributes' }

export interface QueuedCommand {
  readonly id: string
  readonly deviceId: DeviceId
  readonly request: CommandRequest
}

/** How a terminal answered; `unwritable`: the command could not be put into its protocol and was not sent. */
export type CommandResult = 'ok' | 'failed' | 'wrong' | 'unsupported' | 'unwritable'

/** As a device gives it that names the command itself. */
export interface CommandAnswer {
  readonly command: string
  readonly result: CommandResult
  readonly said?: object
}

/** Where commands for trackers wait, and what came of them is told. */
export interface CommandDesk {
  /** Commands waiting for these devices, from now on "sent": each is given out once. */
  take(deviceIds: readonly DeviceId[]): Promise<readonly QueuedCommand[]>
  settle(commandId: string, result: CommandResult, said?: object): Promise<void>
  /** False where that device was never given that command. */
  hear(deviceId: DeviceId, answer: CommandAnswer): Promise<boolean>
  /** Ends those nobody answered in time and those that waited too long for their device. */
  expire(): Promise<void>
  /** Tells of each device a command was queued for; null: look for all. Gives back the way to stop. */
  listen(onQueued: (deviceId: DeviceId | null) => void): Promise<() => Promise<void>>
}

/**
 * What the gateway needs from the platform, as interfaces, so that the process which listens to hostile
 * sockets holds no key, no SQL and no rule of the trade. `src/tracking` implements them over PostgreSQL;
 * the gateway's own tests use the small ones of `memory-ports.ts`.
 */
import type { LocationItem } from '#gateway/protocols/jt808/location.ts'

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
  readonly frameHex: string
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

export interface Terminal {
  readonly phone: string
  readonly terminalId: string
  readonly maker: string
  readonly model: string
  readonly plate: string
}

/** Results of 0x8100: 0 welcome, 1 vehicle taken, 2 no such vehicle, 3 terminal taken, 4 no such terminal. */
export type RegistrationResult = 0 | 1 | 2 | 3 | 4

/** Knows the devices. `register` gives the per-device secret to a terminal it knows and to nobody else. */
export interface DeviceDirectory {
  register(terminal: Terminal): Promise<{ result: RegistrationResult; authCode?: string }>
  authenticate(phone: string, authCode: string, imei?: string): Promise<DeviceId | null>
}

/** A frame that was not taken, kept with its reason so that an operator can look at it. */
export interface QuarantinedFrame {
  readonly hex: string
  readonly receivedAt: string
  readonly remoteAddress: string
  /** Present when the header could be read. */
  readonly phone?: string
}

export type Quarantine = (frame: QuarantinedFrame, reason: string) => void | Promise<void>

/** The bodies of registration (0x0100) and authentication (0x0102), whose fields grew with each edition. */
import { concat, fieldOf, gbkOf, readU16, textOf, u16, u8 } from '#gateway/protocols/jt808/bytes.ts'
import type { DecodeErrorCode, Edition } from '#gateway/protocols/jt808/frame.ts'

export interface Registration {
  readonly province: number
  readonly city: number
  readonly maker: string
  readonly model: string
  readonly terminalId: string
  readonly plateColour: number
  /** The plate, or the VIN where `plateColour` is 0. */
  readonly plate: string
}

export interface Authentication {
  readonly authCode: string
  /** 2019 only. */
  readonly imei?: string
  readonly software?: string
}

type Refused = { readonly error: DecodeErrorCode }

const FIELDS = {
  '2011': { maker: 5, model: 8, terminalId: 7 },
  '2013': { maker: 5, model: 20, terminalId: 7 },
  '2019': { maker: 11, model: 30, terminalId: 30 },
} as const

const IMEI_BYTES = 15
const SOFTWARE_BYTES = 20
const COLOUR_AT_2013 = 36

/**
 * 2011 and 2013 share a header; the body tells them apart. A 2011 body with a plate ends before the colour of
 * 2013; with a VIN it does not, but then a character of the VIN stands where 2013 has a colour.
 */
export function editionOfRegistration(body: Uint8Array): '2011' | '2013' {
  const colour = body[COLOUR_AT_2013]
  if (colour === undefined) return '2011'
  return /[0-9A-Z]/i.test(String.fromCharCode(colour)) ? '2011' : '2013'
}

export function decodeRegistration(body: Uint8Array, edition: Edition): Registration | Refused {
  const { maker, model, terminalId } = FIELDS[edition]
  const modelAt = 4 + maker
  const terminalIdAt = modelAt + model
  const colourAt = terminalIdAt + terminalId
  const plateColour = body[colourAt]
  if (plateColour === undefined) return { error: 'body_too_short' }
  return {
    province: readU16(body, 0),
    city: readU16(body, 2),
    maker: textOf(body.subarray(4, modelAt)),
    model: textOf(body.subarray(modelAt, terminalIdAt)),
    terminalId: textOf(body.subarray(terminalIdAt, colourAt)),
    plateColour,
    plate: textOf(body.subarray(colourAt + 1)),
  }
}

export function encodeRegistration(registration: Registration, edition: Edition): Uint8Array {
  const { maker, model, terminalId } = FIELDS[edition]
  return concat([
    u16(registration.province),
    u16(registration.city),
    fieldOf(registration.maker, maker),
    fieldOf(registration.model, model),
    fieldOf(registration.terminalId, terminalId),
    u8(registration.plateColour),
    gbkOf(registration.plate),
  ])
}

/** Dialects of 2019 leave IMEI and software out, add to them, or send the bare code of the editions before: all authenticate. */
export function decodeAuthentication(body: Uint8Array, edition: Edition): Authentication | Refused {
  if (body.length === 0) return { error: 'body_too_short' }
  const imeiAt = 1 + body[0]!
  if (edition !== '2019' || imeiAt > body.length) return { authCode: textOf(body) }
  const softwareAt = imeiAt + IMEI_BYTES
  const authCode = textOf(body.subarray(1, imeiAt))
  if (body.length < softwareAt) return { authCode }
  return {
    authCode,
    imei: textOf(body.subarray(imeiAt, softwareAt)),
    software: textOf(body.subarray(softwareAt, softwareAt + SOFTWARE_BYTES)),
  }
}

export function encodeAuthentication(authentication: Authentication, edition: Edition): Uint8Array {
  const code = gbkOf(authentication.authCode)
  if (edition !== '2019') return code
  return concat([
    u8(code.length),
    code,
    fieldOf(authentication.imei ?? '', IMEI_BYTES),
    fieldOf(authentication.software ?? '', SOFTWARE_BYTES),
  ])
}

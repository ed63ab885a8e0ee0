/** The topics of MQTT: `landbridge/NUMBER/fixes` and `…/answers` from a device, `…/commands` to it. NUMBER is how it is registered. */

const ROOT = 'landbridge'

/** What a device may say, by the last level of the topic. */
export type Heading = 'fixes' | 'answers'

export const commandsTopic = (phone: string): string => `${ROOT}/${phone}/commands`

/** Of all devices, for an outside broker. */
export const EVERYBODYS: readonly string[] = [`${ROOT}/+/fixes`, `${ROOT}/+/answers`]

/** As JT/T 808's numbers: zeros in front tell no device apart. */
export const plainPhone = (typed: string): string => typed.replace(/^0+/, '')

/** Whose topic it is and what for; null for one that is none of ours. */
export function readTopic(
  topic: string,
): { readonly phone: string; readonly heading: Heading } | null {
  const [, phone, heading] = /^landbridge\/(\d{1,24})\/(fixes|answers)$/.exec(topic) ?? []
  if (phone === undefined) return null
  return { phone: plainPhone(phone), heading: heading as Heading }
}

/** A filter that takes in the device's commands and, by its form, nothing of anybody else. */
export function isOwnFilter(filter: string, phone: string): boolean {
  const [, named] = /^landbridge\/(\d{1,24})\/(commands|\+|#)$/.exec(filter) ?? []
  return named !== undefined && plainPhone(named) === phone
}

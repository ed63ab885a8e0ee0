/** How values are written in each language; Intl knows the details, these fix our choices. */

/** Minor units by ISO 4217: yen and some others have none. */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits ?? 2
  )
}

export function formatMoney(minor: number, currency: string, tag: string): string {
  const amount = minor / 10 ** minorDigits(currency)
  return new Intl.NumberFormat(tag, {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
  }).format(amount)
}

/** Tonnes without their unit, to a tenth: how trains are loaded. */
export function formatTonnes(kg: number, tag: string): string {
  return formatNumber(Math.round(kg / 100) / 10, tag)
}

export function formatMass(kg: number, tag: string): string {
  // 千克 rather than kg in Chinese, as the papers have it; the short form is right in the other two.
  const unitDisplay = tag.startsWith('zh') ? 'long' : 'short'
  return new Intl.NumberFormat(tag, { style: 'unit', unit: 'kilogram', unitDisplay }).format(kg)
}

export function formatNumber(value: number, tag: string): string {
  return new Intl.NumberFormat(tag).format(value)
}

/** `2026-11-24 09:30 +08:00`: sorts, is read alike by all three languages, and says whose clock it is. */
export function formatMoment(at: string, timeZone: string | undefined): string {
  const { year, month, day, hour, minute, timeZoneName } = partsOf(at, timeZone)
  const offset = timeZoneName?.replace('GMT', '') ?? ''
  return `${year}-${month}-${day} ${hour}:${minute} ${offset === '' ? '+00:00' : offset}`
}

/** The day and weekday on the clock meant. */
export function formatDay(at: string, tag: string, timeZone: string | undefined): string {
  const { month, day } = partsOf(at, timeZone)
  const weekday = new Intl.DateTimeFormat(tag, {
    weekday: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at))
  return `${month}-${day} ${weekday}`
}

/** To make a formatter costs far more than to use it, and a list of a hundred moments uses a hundred: each is made once. */
function madeOnce<Formatter>(make: (key: string) => Formatter): (key: string) => Formatter {
  const made = new Map<string, Formatter>()
  return (key) => {
    const known = made.get(key) ?? make(key)
    made.set(key, known)
    return known
  }
}

/** By the zone's name; the reader's own without one. */
const clockOf = madeOnce(
  (timeZone) =>
    new Intl.DateTimeFormat('en-CA-u-hc-h23', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'longOffset',
      ...(timeZone !== '' && { timeZone }),
    }),
)

const distanceIn = madeOnce((tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'always' }))
const nowIn = madeOnce((tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }))

function partsOf(at: string, timeZone: string | undefined) {
  const parts = clockOf(timeZone ?? '').formatToParts(new Date(at))
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Record<
    'year' | 'month' | 'day' | 'hour' | 'minute',
    string
  > & { timeZoneName?: string }
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** `in 3 days`, `через 5 часов`, `2小时前`: the largest unit that fits. */
export function formatDistance(at: string, now: Date, tag: string): string {
  const ms = new Date(at).getTime() - now.getTime()
  const size = Math.abs(ms)
  const words = (size < MINUTE_MS ? nowIn : distanceIn)(tag)
  if (size >= 2 * DAY_MS) return words.format(Math.trunc(ms / DAY_MS), 'day')
  if (size >= HOUR_MS) return words.format(Math.trunc(ms / HOUR_MS), 'hour')
  return words.format(Math.trunc(ms / MINUTE_MS), 'minute')
}

/** `14:05`: minutes and seconds, whole; nothing is left below zero. */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

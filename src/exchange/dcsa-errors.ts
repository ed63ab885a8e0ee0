/** A refusal as DCSA writes one: each wrong value by its JSONPath, with our stable code as its `errorCodeText`. */
import { STATUS_CODES } from 'node:http'
import type { Refused, RawReply } from '#platform/http.ts'
import { DCSA_BOOKING_VERSION, type DcsaErrors } from '#exchange/dcsa-booking-contract.ts'

export const DCSA_JSON = 'application/json; charset=utf-8'
export const DCSA_HEADERS = { 'api-version': DCSA_BOOKING_VERSION }

type DetailedError = DcsaErrors['errors'][number]

/**
 * The standard leaves the numbers from 7000 to 9999 to whoever answers. Ours: 7001 a property is missing, 7002 a value is not possible,
 * 7003 a train has not what is asked, 7010 no or no one departure; 7400 and above, by the status.
 */
const CODES: Readonly<Record<string, number>> = {
  'dcsa.no_departure': 7010,
  'dcsa.several_departures': 7010,
}

export function refuseAsDcsa(refused: Refused): RawReply {
  const { code, detail, faults, now, requestId } = refused
  // What a rule of ours finds invalid is to DCSA a bad request.
  const status = refused.status === 422 ? 400 : refused.status
  const errors = faults.map((fault) => errorAt(refused.body, fault))
  const body: DcsaErrors = {
    httpMethod: refused.method as DcsaErrors['httpMethod'],
    requestUri: refused.uri,
    statusCode: status,
    statusCodeText: (STATUS_CODES[status] ?? 'Error').slice(0, 50),
    statusCodeMessage: detail.slice(0, 200),
    providerCorrelationReference: requestId,
    errorDateTime: now.toISOString(),
    errors:
      errors.length > 0
        ? errors
        : [
            {
              errorCode: 7000 + status,
              errorCodeText: code,
              errorCodeMessage: detail.slice(0, 5000),
            },
          ],
  }
  return { status, type: DCSA_JSON, headers: DCSA_HEADERS, body: JSON.stringify(body) }
}

function errorAt(
  body: unknown,
  { pointer, code, detail }: Refused['faults'][number],
): DetailedError {
  const parts = pointer.split('/').slice(1)
  const value = valueAt(body, parts)
  const property = parts.findLast((part) => !/^\d+$/.test(part))
  return {
    errorCode: CODES[code] ?? numberOf(code, value),
    ...(property !== undefined && { property: property.slice(0, 100) }),
    ...(value !== undefined && {
      value: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 500),
    }),
    jsonPath: jsonPathOf(parts).slice(0, 500),
    errorCodeText: code.slice(0, 100),
    errorCodeMessage: detail.slice(0, 5000),
  }
}

function numberOf(code: string, value: unknown): number {
  if (value === undefined) return 7001
  return code.startsWith('dcsa.') ? 7003 : 7002
}

/** `$.requestedEquipments[0].units` */
export function jsonPathOf(parts: readonly string[]): string {
  return `$${parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('')}`
}

function valueAt(body: unknown, parts: readonly string[]): unknown {
  let value = body
  for (const part of parts) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

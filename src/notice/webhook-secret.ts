/** Secrets of webhooks and the signature made with them: Standard Webhooks 1.0.0, symmetric scheme `v1`. */
import { createHmac, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32
const PREFIX = 'whsec_'

/** For `Signer.seal`. */
export const SECRET_PURPOSE = 'notice.webhook'

export const makeWebhookSecret = (): Buffer => randomBytes(SECRET_BYTES)

/** As the receiver's library takes it. */
export const showSecret = (secret: Uint8Array): string =>
  PREFIX + Buffer.from(secret).toString('base64')

/** `secrets`: the present one, and for a day the one before it. */
export function webhookHeaders(
  { id, content }: { readonly id: string; readonly content: string },
  secrets: readonly Uint8Array[],
  now: Date,
): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1000)
  const signed = `${id}.${timestamp}.${content}`
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`,
  )
  return {
    'content-type': 'application/json',
    'user-agent': 'landbridge-webhook/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  }
}

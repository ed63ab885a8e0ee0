/**
 * Makes a signed statement of every step that booking says was taken, and an entry of every key that identity says was made or ended.
 *
 * Follows the outbox, so it happens exactly once and in order, outside the business transaction: a ledger that does not sign never
 * stops a train.
 */
import type { Follower, OutboxEvent } from '#platform/outbox.ts'
import { organisationKeyMade, organisationKeyRevoked } from '#identity/contract.ts'
import { stepTaken } from '#booking/contract.ts'
import { attestKey, revokeKey, state, type Signing } from '#passport/stating.ts'

export function statementFollower(signing: Signing): Follower {
  return {
    name: 'passport.statements',
    follows: [organisationKeyMade, organisationKeyRevoked, stepTaken],
    async handle(tx, { kind, payload, at }: OutboxEvent) {
      if (kind === stepTaken.kind) return state(tx, signing, stepTaken.payload.parse(payload), at)
      if (kind === organisationKeyRevoked.kind) {
        const { reason, ...key } = organisationKeyRevoked.payload.parse(payload)
        return revokeKey(tx, signing, key, reason)
      }
      const { kid, publicJwk, ...owner } = organisationKeyMade.payload.parse(payload)
      await attestKey(tx, signing, owner, { kid, publicJwk })
    },
  }
}

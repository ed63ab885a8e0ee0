/**
 * Makes a signed statement of every step that booking says was taken, and an entry of every key that identity says was made or ended.
 *
 * Follows the outbox, so it happens exactly once and in order, outside the business transaction: a ledger that does not sign never
 * stops a train.
 */
import type { Follower, OutboxEvent } from '#platform/outbox.ts'
import type { Tx } from '#platform/database.ts'
import { organisationKeyMade, organisationKeyRevoked } from '#identity/contract.ts'
import { stepTaken } from '#booking/contract.ts'
import { attestKey, type Signing } from '#passport/attesting.ts'
import { revokeKey, state, type SaidStep } from '#passport/stating.ts'

export function statementFollower(signing: Signing): Follower {
  return {
    name: 'passport.statements',
    follows: [organisationKeyMade, organisationKeyRevoked, stepTaken],
    async handleAll(tx, events) {
      let steps: SaidStep[] = []
      for (const event of events) {
        if (event.kind === stepTaken.kind) {
          steps.push({ step: stepTaken.payload.parse(event.payload), saidAt: event.at })
          continue
        }
        // What was said before a key's beginning or end stands before it.
        if (steps.length > 0) await state(tx, signing, steps)
        steps = []
        await handleKey(tx, signing, event)
      }
      if (steps.length > 0) await state(tx, signing, steps)
    },
  }
}

async function handleKey(tx: Tx, signing: Signing, { kind, payload }: OutboxEvent): Promise<void> {
  if (kind === organisationKeyRevoked.kind) {
    const { reason, ...key } = organisationKeyRevoked.payload.parse(payload)
    return revokeKey(tx, signing, key, reason)
  }
  const { kid, keptBy, publicJwk, ...owner } = organisationKeyMade.payload.parse(payload)
  await attestKey(tx, signing, owner, { kid, keptBy, publicJwk })
}

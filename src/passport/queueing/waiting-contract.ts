/** The proof of a train's waiting list: every event with what opens its digest, and its place in the ledger. */
import { z } from 'zod'
import { query } from '#kernel/endpoint.ts'
import { DepartureId } from '#train/contract.ts'

export const ProvenTurn = z.object({
  content: z.string().meta({ description: 'Canonical JSON (RFC 8785), as it was digested' }),
  salt: z.string().meta({ description: 'base64url, 16 bytes' }),
  entry: z.string().nullable().meta({ description: 'The ledger’s entry, a compact JWS' }),
  index: z.int().nullable().meta({ description: 'Its place in the ledger' }),
})
export type ProvenTurn = z.infer<typeof ProvenTurn>

export const waitingProofApi = {
  waitingProof: query({
    path: '/departures/:departureId/waiting/proof',
    summary:
      'Every event of a train’s waiting list with its place in the ledger: whether anybody was passed over out of turn can be checked alone',
    access: ['exporter', 'forwarder', 'operator'],
    params: z.object({ departureId: DepartureId }),
    reply: z.object({ items: z.array(ProvenTurn) }),
  }),
  lclWaitingProof: query({
    path: '/departures/:departureId/lcl-waiting/proof',
    summary: 'The same of a train’s list for LCL space',
    access: ['exporter', 'forwarder', 'operator'],
    params: z.object({ departureId: DepartureId }),
    reply: z.object({ items: z.array(ProvenTurn) }),
  }),
}

/** The check of a route, loaded when it is asked for: the proof is verified on this device, then what the map shows is held against it. */
import { Problem } from '#kernel/problem.ts'
import type { ContainerId } from '#booking/contract.ts'
import { trackingApi } from '#tracking/contract.ts'
import { passportApi } from '#passport/contract.ts'
import { compareRoute, type ComparedRoute } from '#passport/positions/shown-route.ts'
import { verifyTrackWith, type VerifiedTrack } from '#passport/positions/verify-track.ts'
import { call, callFile } from '#web/api.ts'
import { paths } from '#web/paths.ts'
import { quickEd25519 } from '../verdict/quick-ed25519.ts'

export type CheckedRoute =
  | { readonly state: 'judged'; readonly route: VerifiedTrack; readonly compared: ComparedRoute }
  /** The proof does not hold: nothing of it is believed. */
  | { readonly state: 'refused'; readonly problem: Problem }

/** Throws a ProblemReply where the server gives no proof. */
export async function checkRoute(containerId: ContainerId): Promise<CheckedRoute> {
  // The map's points first: what is entered meanwhile is then in the proof, not missing from the map.
  const track = await call(trackingApi.track, { params: { containerId } })
  const [{ vkey }, bytes] = await Promise.all([
    call(passportApi.getLedger),
    callFile(paths.routeProof(containerId)),
  ])
  try {
    const route = await verifyTrackWith(quickEd25519(), bytes, { vkey })
    return { state: 'judged', route, compared: compareRoute(track, route) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { state: 'refused', problem: error }
  }
}

/** Checks made-up evidence before anybody's is there: so that by then the browser has compiled the check and started its cryptography. */
import { utf8Encode } from 'tlog'
import { verifyEvidenceWith } from '#passport/verify.ts'
import { MADE_UP_EVIDENCE } from './made-up-evidence.ts'
import { quickEd25519 } from './quick-ed25519.ts'

/** So often, and most of what a check calls is compiled, and what its loops are has been learnt. */
const REHEARSALS = 5

/** For when nobody waits for anything: it pauses between the times, and ends early when there is something `due`. */
export async function getReady(isDue = () => false): Promise<void> {
  const bytes = utf8Encode(MADE_UP_EVIDENCE)
  for (let time = 0; time < REHEARSALS && !isDue(); time += 1) {
    await verifyEvidenceWith(quickEd25519(), bytes)
    await new Promise((resolve) => setTimeout(resolve))
  }
}

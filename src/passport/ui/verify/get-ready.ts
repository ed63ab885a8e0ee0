/** Checks made-up evidence before anybody's file is there: so that by then the browser has compiled the check and started its cryptography. */
import { utf8Encode } from 'tlog'
import { judge } from '../verdict/use-verdict.ts'
import { MADE_UP_EVIDENCE } from './made-up-evidence.ts'

/** So often, and most of what a check calls is compiled, and what its loops are has been learnt. */
const REHEARSALS = 5

/** For when nobody waits for anything; it pauses between the times. */
export async function getReady(): Promise<void> {
  const bytes = utf8Encode(MADE_UP_EVIDENCE)
  for (let time = 0; time < REHEARSALS; time += 1) {
    await judge(bytes)
    await new Promise((resolve) => setTimeout(resolve))
  }
}

/**
 * Where Node keeps what it made of our TypeScript. A program found there starts in half the time and without the compiler,
 * which is some 25 MB that a process would hold for as long as it runs. Node looks entries up by the digest of the source.
 *
 * Beside the programs, not in the system's temporary folder, where somebody else could have put theirs; where we
 * may not write, Node goes on without.
 */
import { fileURLToPath } from 'node:url'

const cacheOf = (program: string): string =>
  fileURLToPath(new URL(`../../node_modules/.cache/landbridge/${program}`, import.meta.url))

export const COMPILE_CACHE = { server: cacheOf('server'), gateway: cacheOf('gateway') } as const

/**
 * How server and gateway are run: `npm start` says the same. The young part of a heap would by default be larger than all the rest
 * of it, and what a start needed is given back (`give-back.ts`). What was compiled under other flags is not found.
 */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=4', '--expose-gc']

/**
 * A fix lives as long as its commit takes. Where thousands wait for one, a young heap of 4 MB is full again and again while they
 * do, and a quarter of the gateway's time went into moving them about; one that waits for nobody leaves the room unused.
 */
export const GATEWAY_FLAGS: readonly string[] = ['--max-semi-space-size=16', '--expose-gc']

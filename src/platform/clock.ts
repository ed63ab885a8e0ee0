/** The time of day, as an argument: only `main.ts` passes the real clock, tests pass their own. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

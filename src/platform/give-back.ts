/**
 * Starting takes some 20 MB that nobody needs afterwards, and V8 would hold them: it lets a heap grow to what it saw a busy start
 * need before it looks again. So that is looked at once, when the start is over (`node --expose-gc`; without it nothing happens).
 */
const STARTED_MS = 15_000

export function giveBackSoon(): void {
  setTimeout(() => globalThis.gc?.(), STARTED_MS).unref()
}

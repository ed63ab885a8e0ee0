/**
 * Wrong secrets are counted by where they come from, so that guessing, or a device set up wrongly that tries a hundred times a second, is
 * refused without asking the database. By address and name: behind one address of a mobile operator are thousands of good devices.
 */

const WINDOW_MS = 60_000
const PER_NAME_MAX = 5
const PER_ADDRESS_MAX = 200
/** Beyond this all is forgotten: memory is worth more than one minute's counts. */
const REMEMBERED_MAX = 50_000

export interface FailureGate {
  isShut(address: string, name: string): boolean
  failed(address: string, name: string): void
}

export function createFailureGate(now: () => Date): FailureGate {
  const failures = new Map<string, { count: number; readonly sinceMs: number }>()
  const countOf = (key: string): number => {
    const entry = failures.get(key)
    if (entry === undefined) return 0
    if (now().getTime() - entry.sinceMs < WINDOW_MS) return entry.count
    failures.delete(key)
    return 0
  }
  const add = (key: string): void => {
    if (countOf(key) > 0) failures.get(key)!.count += 1
    else failures.set(key, { count: 1, sinceMs: now().getTime() })
  }
  return {
    isShut: (address, name) =>
      countOf(address) >= PER_ADDRESS_MAX || countOf(`${address} ${name}`) >= PER_NAME_MAX,
    failed(address, name) {
      if (failures.size >= REMEMBERED_MAX) failures.clear()
      add(address)
      add(`${address} ${name}`)
    },
  }
}

/** What a target of the fuzzer is, and how it tells a refusal from a crash. */
import { VerificationError } from 'tlog'
import { Problem } from '#kernel/problem.ts'
import type { Random } from './mutate.ts'

export interface Target {
  readonly name: string
  /** How often it is taken, against the others. */
  readonly weight: number
  make(random: Random): string | Uint8Array
  run(input: string | Uint8Array): void | Promise<void>
}

/** True where the input was taken; false where it was refused as documented. */
export function passes(work: () => void, isRefusal = isVerificationError): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

export const isVerificationError = (error: unknown): boolean => error instanceof VerificationError

export const isProblem =
  (prefix: string) =>
  (error: unknown): boolean =>
    error instanceof Problem && error.code.startsWith(prefix)

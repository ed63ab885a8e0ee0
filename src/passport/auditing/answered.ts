/** How a command on a ledger ends: a sentence, or why not; and the bar that is seen meanwhile. */
import type { Locale } from '#kernel/locale.ts'
import { Problem } from '#kernel/problem.ts'
import { print } from '#platform/command.ts'

const LINE_EVERY_MS = 10_000

type Progress = (done: bigint, size: bigint) => void

/** 0 with a sentence; 1 when something does not fit; 3 when it could not be read or written, which proves nothing. */
export async function answered(
  locale: Locale,
  work: (progress: Progress) => Promise<string>,
): Promise<number> {
  const { progress, end } = openProgress()
  try {
    const sentence = await work(progress)
    end()
    return print(`${sentence}\n`)
  } catch (error) {
    end()
    if (!(error instanceof Problem)) throw error
    process.stderr.write(`${error.detail(locale)} (${error.code})\n`)
    return ['audit.unreadable', 'audit.unwritable'].includes(error.code) ? 3 : 1
  }
}

/** A bar where a person looks on, now and then a line where a file does. */
function openProgress(): { readonly progress: Progress; readonly end: () => void } {
  const { stderr } = process
  let spoken = Date.now()
  return {
    progress(done, size) {
      if (stderr.isTTY) {
        const filled = Number((done * 30n) / size)
        stderr.write(`\r[${'#'.repeat(filled).padEnd(30)}] ${done}/${size}`)
      } else if (Date.now() - spoken >= LINE_EVERY_MS) {
        spoken = Date.now()
        stderr.write(`${done}/${size}\n`)
      }
    },
    end() {
      if (stderr.isTTY) stderr.write('\r\u001b[K')
    },
  }
}

/** The command line as people run it beside the server, with nothing but the settings it is given. */
import { execFile, type ExecFileException } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Ended {
  readonly code: number
  /** What it printed, complaints last. */
  readonly text: string
}

const BIN = fileURLToPath(new URL('../bin/landbridge', import.meta.url))

export function landbridge(
  words: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = { PATH: process.env['PATH'], LANG: 'C', ...settings }
  return new Promise((done) => {
    execFile(BIN, [...words], { env }, (error, out, complaints) => {
      const failed = error as ExecFileException | null
      done({ code: failed ? Number(failed.code) : 0, text: out + complaints })
    })
  })
}

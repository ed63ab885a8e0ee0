/** `landbridge import …`: reference lists that an installer loads once, and again when they change. */
import { readFile } from 'node:fs/promises'
import { command, CommandError, print } from '#platform/command.ts'
import { withDatabase } from '#platform/with-database.ts'
import { importHsCodes, parseHsCsv } from '#booking'

const importHs = command({
  words: 'import hs',
  operands: ['FILE'],
  options: {},
  help: ['Load the subheadings of the Harmonized System from a CSV listing into the database.'],
  async run({ operands: [file] }) {
    const rows = parse(file, await readFile(file))
    const count = await withDatabase((database) =>
      database.transact((tx) => importHsCodes(tx, rows)),
    )
    return print(`${count} subheadings loaded\n`)
  },
})

function parse(file: string, bytes: Uint8Array): ReturnType<typeof parseHsCsv> {
  try {
    return parseHsCsv(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new CommandError(`${file}: ${(error as Error).message}`)
  }
}

export const importCommands = [importHs]

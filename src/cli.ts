/**
 * `npx landbridge …`: what is done beside the running server. Finds the command by its words; each is declared in a `commands.ts` beside
 * what it runs, and only the asked area is loaded: verifying evidence touches no database and no network.
 *
 * Ends with 0 when all is well, 1 when a file is refused or work failed, 2 when the command was not understood; `ledger audit` says its own.
 */
import type { Command } from '#platform/command.ts'

/** By the first word. */
const AREAS: Readonly<Record<string, () => Promise<readonly Command[]>>> = {
  ledger: async () => [
    ...(await import('#passport/evidence-commands.ts')).evidenceCommands,
    ...(await import('#passport/auditing/commands.ts')).auditCommands,
    ...(await import('#passport/auditing/export-command.ts')).exportCommands,
    ...(await import('#passport/recovery/commands.ts')).recoveryCommands,
  ],
  keys: async () => [
    ...(await import('#passport/own-key-commands.ts')).ownKeyCommands,
    ...(await import('./keys-commands.ts')).keysCommands,
  ],
  anchor: async () => (await import('#passport/anchoring/commands.ts')).anchorCommands,
  witness: async () => (await import('#witness/commands.ts')).witnessCommands,
  jt808: async () => (await import('#gateway/commands.ts')).jt808Commands,
  import: async () => [
    ...(await import('#booking/commands.ts')).importCommands,
    ...(await import('#journey/commands.ts')).importPlaceCommands,
  ],
}

async function main(words: readonly string[]): Promise<number> {
  const [area = ''] = words
  const wantsHelp = words.includes('--help') || words.includes('-h')
  const known = Object.hasOwn(AREAS, area) ? await AREAS[area]!() : await every()
  const found = findCommand(known, words)
  if (wantsHelp) return help(process.stdout, found === undefined ? known : [found], 0)
  if (found === undefined) return help(process.stderr, known, 2)
  try {
    return await found.run(words.slice(found.words.split(' ').length))
  } catch (error) {
    return complain(error)
  }
}

async function every(): Promise<readonly Command[]> {
  const areas = await Promise.all(Object.values(AREAS).map((load) => load()))
  return areas.flat()
}

/** The longest that fits: `witness key` is not `witness` with an operand. */
function findCommand(known: readonly Command[], words: readonly string[]): Command | undefined {
  const typed = `${words.join(' ')} `
  return known
    .filter((one) => typed.startsWith(`${one.words} `))
    .sort((a, b) => b.words.length - a.words.length)[0]
}

/** What the person at the terminal can put right is one line; anything else is a bug and shows where. */
function complain(error: unknown): number {
  const { name, message, stack, code, exitCode } = error as Error & {
    readonly code?: string
    readonly exitCode?: number
  }
  const isTheirs =
    code !== undefined || ['CommandError', 'ConfigError', 'ChainError'].includes(name)
  process.stderr.write(isTheirs ? `landbridge: ${message}\n` : `${stack}\n`)
  return exitCode ?? 1
}

function help(to: NodeJS.WriteStream, commands: readonly Command[], code: number): number {
  to.write(`Usage:\n${commands.map(({ usage }) => usage).join('')}`)
  return code
}

process.exitCode = await main(process.argv.slice(2))

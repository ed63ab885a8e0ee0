/**
 * A command of `npx landbridge`: its words, what it takes, what it does. Declared in the `commands.ts` beside what it runs; `cli.ts`
 * finds it, reads the arguments by its declaration and prints its help from it.
 */
import { parseArgs } from 'node:util'
import { Locale } from '#kernel/locale.ts'

/** An option with a value names it (`{ value: 'FILE' }`); one without is a flag. */
export interface CommandOption {
  readonly value?: string
  readonly isRequired?: true
}

type Options = Readonly<Record<string, CommandOption>>

type Given<O extends Options> = {
  readonly [K in keyof O]: O[K] extends { value: string; isRequired: true }
    ? string
    : O[K] extends { value: string }
      ? string | undefined
      : boolean
}

/** What a command is run with: one text for each operand declared, and the options. */
export interface Asked<
  P extends readonly string[] = readonly string[],
  O extends Options = Options,
> {
  readonly operands: { readonly [I in keyof P]: string }
  readonly options: Given<O>
  readonly locale: Locale
}

export interface Declaration<P extends readonly string[], O extends Options> {
  /** As typed after `landbridge`: `ledger verify`. */
  readonly words: string
  /** Names of what must follow, in order. */
  readonly operands: P
  readonly options: O
  /** What it does, in lines of at most 120 characters. */
  readonly help: readonly string[]
  /** Answers the code to end with: 0 when all is well. */
  run(asked: Asked<P, O>): Promise<number>
}

export interface Command {
  readonly words: string
  readonly usage: string
  /** Runs on the words after its own. Throws CommandError where they are not what it takes. */
  run(words: readonly string[]): Promise<number>
}

/** What the person at the terminal can put right: said in one line, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  /** The code to end with: 2 where the words were not understood, 1 where the work failed. */
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

export function command<const P extends readonly string[], const O extends Options>(
  declared: Declaration<P, O>,
): Command {
  const usage = usageOf(declared)
  return {
    words: declared.words,
    usage,
    async run(words) {
      const asked = readWords(words, declared)
      if (typeof asked === 'string') throw new CommandError(`${asked}\n\nUsage:\n${usage}`, 2)
      return declared.run(asked)
    },
  }
}

type Shape = Pick<
  Declaration<readonly string[], Options>,
  'words' | 'operands' | 'options' | 'help'
>

function usageOf({ words, operands, options, help }: Shape): string {
  const said = Object.entries(options).map(([name, { value, isRequired }]) => {
    const text = value === undefined ? `--${name}` : `--${name} ${value}`
    return isRequired ? text : `[${text}]`
  })
  const line = ['landbridge', words, ...operands, ...said].join(' ')
  return `  ${line}\n${help.map((text) => `      ${text}\n`).join('')}`
}

/** What was typed, or the sentence that says why it is not what the command takes. */
function readWords<P extends readonly string[], O extends Options>(
  words: readonly string[],
  { operands, options }: Declaration<P, O>,
): Asked<P, O> | string {
  const read = parsed(words, options)
  if (typeof read === 'string') return read
  const { values, positionals } = read
  const surplus = positionals[operands.length]
  if (surplus !== undefined) return `"${surplus}" is one word too many`
  const lacking = operands[positionals.length]
  if (lacking !== undefined) return `${lacking} is missing`
  for (const [name, { value, isRequired }] of Object.entries(options))
    if (isRequired && !values[name]) return `--${name} ${value} is missing`
  const locale = readLocale(values['lang'])
  if (locale === undefined) return `--lang is zh, en or ru, not "${values['lang']}"`
  return {
    operands: positionals as unknown as Asked<P, O>['operands'],
    options: values as Given<O>,
    locale,
  }
}

interface Read {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
}

function parsed(words: readonly string[], options: Options): Read | string {
  const known: Record<string, { type: 'string' } | { type: 'boolean'; default: false }> = {
    lang: { type: 'string' },
  }
  for (const [name, { value }] of Object.entries(options))
    known[name] = value === undefined ? { type: 'boolean', default: false } : { type: 'string' }
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: known,
    })
    return { values: values as Read['values'], positionals }
  } catch (error) {
    // Node's own sentence, without its advice about positional arguments.
    return (error as Error).message.split('. ')[0]!
  }
}

/** `--lang`, else the terminal's by POSIX order of precedence; a terminal of another language, or of none, is answered in English. */
function readLocale(asked: string | boolean | undefined): Locale | undefined {
  if (asked !== undefined) return Locale.safeParse(asked).data
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  return Locale.safeParse((LC_ALL || LC_MESSAGES || LANG || '').slice(0, 2)).data ?? 'en'
}

/** To standard output; answers 0, with which a command that said its last word may end. */
export function print(text: string): 0 {
  process.stdout.write(text)
  return 0
}

/** `landbridge keys make` and `sign`: for a party that keeps its signing key itself. */
import { setTimeout as sleep } from 'node:timers/promises'
import { command, CommandError, print } from '#platform/command.ts'
import { makeKeyFile, readKeyFile, signWaiting } from '#passport/own-key.ts'

const SIGN_EVERY_MS = 2_000

const make = command({
  words: 'keys make',
  operands: ['FILE'],
  options: { organisation: { value: 'ID', isRequired: true } },
  help: [
    'Make a signing key that your organisation keeps itself; print what to paste where the key is replaced.',
  ],
  async run({ operands: [file], options: { organisation } }) {
    return print(`${JSON.stringify(makeKeyFile(file, organisation))}\n`)
  },
})

const sign = command({
  words: 'keys sign',
  operands: ['FILE'],
  options: { url: { value: 'ADDRESS', isRequired: true }, once: {} },
  help: [
    'Sign your organisation’s waiting statements with that key, for as long as it runs. LANDBRIDGE_API_KEY is an API key.',
  ],
  async run({ operands: [file], options: { url, once } }) {
    const apiKey = process.env['LANDBRIDGE_API_KEY']
    if (apiKey === undefined) throw new CommandError('LANDBRIDGE_API_KEY is not set', 2)
    const key = readKeyFile(file)
    for (;;) {
      const signing = signWaiting(url, apiKey, key)
      // For ever: an address that is away for a while must not end the only signer.
      const signed = once ? await signing : await signing.catch(sayAndGoOn)
      print(signed.map((line) => `${line}\n`).join(''))
      if (once) return 0
      await sleep(SIGN_EVERY_MS)
    }
  },
})

function sayAndGoOn(error: unknown): readonly string[] {
  process.stderr.write(`landbridge: ${String(error)}\n`)
  return []
}

export const ownKeyCommands = [make, sign]

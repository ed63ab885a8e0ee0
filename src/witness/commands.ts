/** `landbridge witness …`: the program that a railway, a customs office or a warehouse runs beside nothing else of landbridge. */
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { formatVkey, parsePolicy, VerificationError, type Policy } from 'tlog'
import { systemClock } from '#platform/clock.ts'
import { command, CommandError, print } from '#platform/command.ts'
import { openWitnessFolder, originDigest } from '#witness/witness-folder.ts'
import { witnessServer } from '#witness/witness-http.ts'
import {
  makeWitnessKey,
  NODE_CHECKS,
  readWitnessKey,
  WitnessKeyError,
} from '#witness/witness-key.ts'
import { createWitness, WitnessStateError, type Witness } from '#witness/witness.ts'

const run = command({
  words: 'witness',
  operands: [],
  options: {
    policy: { value: 'FILE', isRequired: true },
    key: { value: 'FILE', isRequired: true },
    data: { value: 'DIR', isRequired: true },
    listen: { value: 'HOST:PORT', isRequired: true },
  },
  help: [
    'Run a witness: cosign the checkpoints of the logs in the policy, as long as each continues the one before. For a',
    'partner of the ledger’s operator, on a computer of their own. Port 0 takes a free one.',
  ],
  async run({ options }) {
    await runWitness(options)
    return 0
  },
})

const makeKey = command({
  words: 'witness key',
  operands: ['FILE'],
  options: { name: { value: 'NAME' } },
  help: [
    'Make a witness’s key; print its verification keys (Ed25519, then ML-DSA-44) for the policy of whoever is to trust it.',
  ],
  async run({ operands: [file], options: { name } }) {
    const made = sayWhy(() => makeWitnessKey(file, name ?? `${hostname()}/witness`))
    return print(made.map((cosigner) => `${formatVkey(cosigner)}\n`).join(''))
  },
})

export const witnessCommands = [run, makeKey]

type Arguments = Readonly<Record<'policy' | 'key' | 'data' | 'listen', string>>

/** Runs until told to stop; resolves then. */
async function runWitness(asked: Arguments): Promise<void> {
  const { host, port } = readAddress(asked.listen)
  const policy = sayWhy(() => readPolicy(asked.policy))
  const cosigners = sayWhy(() => readWitnessKey(asked.key))
  const store = await openWitnessFolder(asked.data).catch(refuseStart(asked.data))
  const witness = createWitness({
    policy,
    cosigners,
    checks: NODE_CHECKS,
    clock: systemClock,
    store,
  })
  try {
    const origins = new Set(policy.logs.map(({ verifier }) => verifier.name))
    await checkState(witness, origins, asked.data)
    const digests = new Map([...origins].map((origin) => [originDigest(origin), origin]))
    const server = witnessServer(witness, {
      originOf: (digest) => digests.get(digest),
      onError: (error) => void process.stderr.write(`witness: ${String(error)}\n`),
    })
    await listen(server, host, port)
    const { port: taken } = server.address() as AddressInfo
    print(`witness ${cosigners[0]!.name} is at http://${host}:${taken} · logs: ${origins.size}\n`)
    await untilTold(server)
  } finally {
    store.close()
  }
}

function readPolicy(file: string): Policy {
  const policy = parsePolicy(readFileSync(file), NODE_CHECKS)
  if (policy.logs.length === 0)
    throw new CommandError(`${file} names no log: add a line "log VKEY"`)
  return policy
}

/** Before the first request: a state that is not to be trusted is found now, by its owner, not later by a log. */
async function checkState(witness: Witness, origins: Iterable<string>, folder: string) {
  for (const origin of origins) await witness.findCheckpoint(origin).catch(refuseStart(folder))
}

function readAddress(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port) > 65_535)
    throw new CommandError(`--listen must be HOST:PORT, not "${text}"`)
  return { host, port: Number(port) }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandError(`${host}:${port} cannot be listened on (${code})`)
  }
}

async function untilTold(server: Server): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  await closed
}

const refuseStart =
  (folder: string) =>
  (error: unknown): never => {
    const { code, message } = error as NodeJS.ErrnoException
    if (!(error instanceof WitnessStateError) && code === undefined) throw error
    throw new CommandError(`${folder} cannot be used: ${message}`)
  }

/** Files that cannot be read or understood are the operator's to put right. */
function sayWhy<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const isExpected =
      error instanceof VerificationError || error instanceof WitnessKeyError || code !== undefined
    if (!isExpected) throw error
    throw new CommandError(message)
  }
}

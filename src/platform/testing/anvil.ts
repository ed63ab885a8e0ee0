/** A real Ethereum node for tests: anvil, in a process of its own, with its levers (mining by hand, vanishing blocks). */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Hex } from '#platform/chain.ts'

const PATIENCE_MS = 30_000
/** 10,000 of the chain's coin, in wei. */
const RICH = '0x21e19e0c9bab2400000'

export interface Anvil {
  readonly url: string
  readonly port: number
  /** Any JSON-RPC method, anvil's own included. Throws what the node refuses. */
  ask(method: string, ...params: unknown[]): Promise<unknown>
  mine(blocks?: number): Promise<void>
  enrich(account: Hex): Promise<void>
  /** With what it was started with: an orderly end writes the state file, if there is one. */
  stop(): Promise<void>
}

/**
 * The program: of the package where there is one for this machine, else the one on the path. Undefined where there is none; on
 * the machines the package is made for that is an error, so that no test is passed over there by mistake.
 */
export function findAnvil(): string | undefined {
  if (process.platform === 'linux' && process.arch === 'x64')
    return createRequire(import.meta.url).resolve('@foundry-rs/anvil-linux-amd64/bin/anvil')
  return spawnSync('anvil', ['--version']).status === 0 ? 'anvil' : undefined
}

export async function startAnvil(
  options: readonly string[] = [],
  at: { readonly port?: number } = {},
): Promise<Anvil> {
  const port = at.port ?? (await freePort())
  const program = findAnvil()
  if (program === undefined) throw new Error('no anvil on this machine')
  const node = spawn(program, ['--quiet', '--port', String(port), ...options], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  const ask = async (method: string, ...params: unknown[]): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(url, { method: 'POST', headers, body })
    const { result, error } = (await reply.json()) as { result: unknown; error?: object }
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`)
    return result
  }
  await untilUp(node, ask)
  return {
    url,
    port,
    ask,
    mine: async (blocks = 1) => void (await ask('anvil_mine', blocks)),
    enrich: async (account) => void (await ask('anvil_setBalance', account, RICH)),
    async stop() {
      if (node.exitCode !== null || node.signalCode !== null) return
      const ended = once(node, 'exit')
      node.kill('SIGINT')
      await ended
    },
  }
}

async function untilUp(
  node: ChildProcess,
  ask: (method: string) => Promise<unknown>,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 50) {
    if (node.exitCode !== null) throw new Error(`anvil ended with ${node.exitCode}`)
    const isUp = await ask('eth_chainId').then(
      () => true,
      () => false,
    )
    if (isUp) return
    await sleep(50)
  }
  node.kill('SIGKILL')
  throw new Error('anvil does not answer')
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

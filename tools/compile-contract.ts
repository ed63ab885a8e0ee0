/**
 * `node tools/compile-contract.ts`: compiles src/passport/anchoring/CheckpointAnchor.sol and writes its ABI and code beside it.
 * A test compiles again and compares, so that source and code cannot drift apart.
 *
 * Every setting that reaches the code is fixed here: the compiler's version (package.json and the pragma), the optimiser, no
 * metadata behind the code, and London as the EVM, the oldest that every chain in view runs: no PUSH0, which FISCO BCOS 3 and Besu
 * networks born before Shanghai refuse.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { format } from 'prettier'

const SOURCE = new URL('../src/passport/anchoring/CheckpointAnchor.sol', import.meta.url)
export const COMPILED = new URL('../src/passport/anchoring/CheckpointAnchor.json', import.meta.url)

const SETTINGS = {
  evmVersion: 'london',
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: {
    '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] },
  },
} as const

interface Compiler {
  version(): string
  compile(input: string): string
}

interface Output {
  readonly errors?: readonly { readonly formattedMessage: string }[]
  readonly contracts: Readonly<Record<string, Readonly<Record<string, Contract>>>>
}

interface Contract {
  readonly abi: unknown
  readonly evm: {
    readonly bytecode: { readonly object: string }
    readonly deployedBytecode: { readonly object: string }
  }
}

/** The text of CheckpointAnchor.json, from the source. Throws on a warning, too. */
export async function compileContract(): Promise<string> {
  // solc is a CommonJS package without types.
  const solc = createRequire(import.meta.url)('solc') as Compiler
  const source = 'CheckpointAnchor.sol'
  const input = {
    language: 'Solidity',
    sources: { [source]: { content: readFileSync(SOURCE, 'utf8') } },
    settings: SETTINGS,
  }
  const { errors = [], contracts } = JSON.parse(solc.compile(JSON.stringify(input))) as Output
  if (errors.length > 0) throw new Error(errors.map((one) => one.formattedMessage).join('\n'))
  const { abi, evm } = contracts[source]!['CheckpointAnchor']!
  const compiled = {
    compiler: solc.version(),
    evmVersion: SETTINGS.evmVersion,
    abi,
    bytecode: `0x${evm.bytecode.object}`,
    deployedBytecode: `0x${evm.deployedBytecode.object}`,
  }
  return format(JSON.stringify(compiled), { parser: 'json', printWidth: 100 })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(COMPILED, await compileContract())

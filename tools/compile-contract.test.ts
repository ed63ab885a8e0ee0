// The contract that is shipped is the contract whose source is here, and runs where it is meant to.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { COMPILED, compileContract } from './compile-contract.ts'

const PUSH0 = 0x5f
const PUSH1 = 0x60
const PUSH32 = 0x7f
/** Opcodes that London does not have, by name. */
const LATER: Readonly<Record<number, string>> = {
  [PUSH0]: 'PUSH0',
  0x49: 'BLOBHASH',
  0x4a: 'BLOBBASEFEE',
  0x5c: 'TLOAD',
  0x5d: 'TSTORE',
  0x5e: 'MCOPY',
}

test('compiled again, the source gives byte for byte what is checked in', async () => {
  assert.equal(
    readFileSync(COMPILED, 'utf8'),
    await compileContract(),
    'run node tools/compile-contract.ts',
  )
})

test('the code holds no instruction that came after London', () => {
  const { deployedBytecode } = JSON.parse(readFileSync(COMPILED, 'utf8')) as Record<string, string>
  const code = Buffer.from(deployedBytecode!.slice(2), 'hex')
  for (let at = 0; at < code.length; at += 1) {
    const opcode = code[at]!
    assert.equal(LATER[opcode], undefined, `at ${at}`)
    if (opcode >= PUSH1 && opcode <= PUSH32) at += opcode - PUSH0
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findDeclareRefusal } from '#customs/customs.ts'
import { DeclarationNumber } from '#kernel/declaration-number.ts'

const DECLARED = `
  number              elsewhere  said
  430120260000012345  no         -
  430120260000012345  yes        number_taken
  430120261000012345  no         not_export
  430120261000012345  yes        not_export
`

test('which declaration numbers may stand for a container', () => {
  for (const row of DECLARED.trim().split('\n').slice(1)) {
    const [number, elsewhere, said] = row.trim().split(/\s+/) as [string, string, string]
    const refused = findDeclareRefusal(DeclarationNumber.parse(number), elsewhere === 'yes')
    assert.equal(refused?.refusal.replace('customs.', '') ?? '-', said, row)
  }
})

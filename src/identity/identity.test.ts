// The rules of membership as tables: one row a case, the answer in the last column.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MemberRole } from '#kernel/organisation.ts'
import {
  addressBlock,
  apiKeyState,
  decideInvitation,
  decidePassword,
  decideStanding,
  identityProblem,
} from '#identity/identity.ts'

const rows = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()))

test('an organisation never loses its last active administrator', () => {
  const table = `
    administrator | in  | 1 | clerk         |     | identity.last_administrator
    administrator | in  | 1 | viewer        |     | identity.last_administrator
    administrator | in  | 1 |               | out | identity.last_administrator
    administrator | in  | 1 | administrator |     | administrator in
    administrator | in  | 2 | clerk         |     | clerk in
    administrator | in  | 2 |               | out | administrator out
    administrator | out | 1 | clerk         |     | clerk out
    administrator | out | 1 |               | in  | administrator in
    clerk         | in  | 1 |               | out | clerk out
    clerk         | in  | 1 | administrator |     | administrator in
    viewer        | out | 1 |               | in  | viewer in`
  for (const [role, door, administrators, roleWanted, doorWanted, expected] of rows(table)) {
    const decided = decideStanding(
      { role: MemberRole.parse(role), active: door === 'in' },
      {
        ...(roleWanted && { role: MemberRole.parse(roleWanted) }),
        ...(doorWanted && { active: doorWanted === 'in' }),
      },
      Number(administrators),
    )
    const answer = decided.refusal ?? `${decided.next.role} ${decided.next.active ? 'in' : 'out'}`
    assert.equal(answer, expected, `${role} ${door} → ${roleWanted}${doorWanted}`)
  }
})

test('an invitation works once, until withdrawn or expired', () => {
  const at = (hour: string | undefined) => (hour ? new Date(`2026-03-02T${hour}:00Z`) : null)
  const table = `
          |       | 12:00 | open
    09:00 |       | 12:00 | identity.invitation_accepted
          | 09:00 | 12:00 | identity.invitation_revoked
          |       | 10:00 | identity.invitation_expired
          |       | 09:59 | identity.invitation_expired
    09:00 | 09:30 | 09:59 | identity.invitation_accepted`
  for (const [accepted, revoked, expires, expected] of table
    .trimStart()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()))) {
    const fate = { acceptedAt: at(accepted), revokedAt: at(revoked), expiresAt: at(expires)! }
    const decided = decideInvitation(fate, at('10:00')!)
    assert.equal(decided.refusal ?? decided.next, expected)
  }
})

test('an API key works until revoked or expired', () => {
  const now = new Date('2026-03-02T10:00:00Z')
  const later = new Date('2026-03-02T10:00:01Z')
  assert.equal(apiKeyState({ revokedAt: null, expiresAt: later }, now), 'active')
  assert.equal(apiKeyState({ revokedAt: null, expiresAt: now }, now), 'expired')
  assert.equal(apiKeyState({ revokedAt: now, expiresAt: later }, now), 'revoked')
})

test('a password is long and not what a guesser tries first', () => {
  const table = `
    short1234            | identity.password_short
    elevenchars         .| ok
    aaaaaaaaaaaaaaaa     | identity.password_guessable
    abababababababab     | identity.password_guessable
    123456789012         | identity.password_guessable
    0987654321ab         | identity.password_guessable
    qwertyuiop12         | identity.password_guessable
    Password1234         | identity.password_guessable
    landbridge2026       | identity.password_guessable
    liumin123456         | identity.password_guessable
    liumin@jinan-co      | identity.password_guessable
    东风夜放花千树更吹落星如雨 | ok
    тихо шумит ковыль    | ok
    correct horse stable | ok
    jK9#tv2!mQx8         | ok`
  for (const [password = '', expected] of rows(table)) {
    const decided = decidePassword(password, { name: '刘敏 Liu Min', email: 'liumin@jinan-co.cn' })
    assert.equal(decided.refusal ?? 'ok', expected, password)
  }
  const long = decidePassword('x9'.repeat(65), { name: 'a', email: 'a@b.cn' })
  assert.equal(long.refusal, 'identity.password_long')
})

test('random passwords of the shortest length pass; nothing shorter does', () => {
  const about = { name: '王芳', email: 'wang.fang@example.cn' }
  const alphabet = Array.from('BCDFGHKLMNPRTVXZ#%&+=?!@2468')
  const character = fc.constantFrom(...alphabet)
  fc.assert(
    fc.property(fc.uniqueArray(character, { minLength: 12, maxLength: 12 }), (characters) => {
      assert.equal(decidePassword(characters.join(''), about).refusal, undefined)
    }),
  )
  fc.assert(
    fc.property(fc.string({ maxLength: 11 }), (password) => {
      assert.equal(decidePassword(password, about).refusal, 'identity.password_short')
    }),
  )
})

test('attempts are counted by household: an IPv4 address, an IPv6 /64', () => {
  const table = `
    203.0.113.9                | 203.0.113.9
    ::ffff:203.0.113.9         | 203.0.113.9
    2001:db8:1:2:3:4:5:6       | 2001:db8:1:2::/64
    2001:0db8:0001:0002::1     | 2001:db8:1:2::/64
    2001:db8::1                | 2001:db8:0:0::/64
    fe80::1%eth0               | fe80:0:0:0::/64
    ::1                        | 0:0:0:0::/64`
  for (const [address = '', expected] of rows(table)) assert.equal(addressBlock(address), expected)
})

test('every problem is worded in three languages with the same facts', () => {
  const facts = (text: string) =>
    new Set(Array.from(text.matchAll(/\{(\w+)\}/g), (match) => match[1]))
  for (const [code, text] of Object.entries(identityProblem.table)) {
    assert.match(code, /^identity\.[a-z_]+$/)
    assert.match(text.zh, /\p{Script=Han}/u, code)
    assert.match(text.ru, /\p{Script=Cyrillic}/u, code)
    assert.deepEqual(facts(text.zh), facts(text.en), code)
    assert.deepEqual(facts(text.ru), facts(text.en), code)
  }
})

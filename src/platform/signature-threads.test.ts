// Signatures beside the asking thread: in a burst, the same bytes and answers as one by one, and nobody is left waiting when a thread ends.
import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { test, type TestContext } from 'node:test'
import { openSignatureThreads } from '#platform/signature-threads.ts'

const parties = Array.from({ length: 3 }, (_, at) => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return { key: { kid: `key ${at}`, privateKey }, publicKey: Buffer.from(x, 'base64url') }
})
const COUNT = 300
const tasks = Array.from({ length: COUNT }, (_, at) => {
  const { key, publicKey } = parties[at % parties.length]!
  const message = randomBytes((at * 37) % 700)
  return { key, publicKey, message, signature: sign(null, message, key.privateKey) }
})

function open(t: TestContext, options: Parameters<typeof openSignatureThreads>[0]) {
  const threads = openSignatureThreads(options)
  t.after(() => threads.close())
  return threads
}

for (const [name, options] of Object.entries({
  'one by one': { burst: Infinity },
  'in blocks': { burst: 1 },
  'in blocks, without libsodium': { burst: 1, isPlain: true },
  'on one thread': { burst: 1, count: 1 },
})) {
  test(`signs and checks ${name}`, async (t) => {
    const threads = open(t, options)
    const signatures = await Promise.all(
      tasks.map(({ key, message }) => threads.sign(key, message)),
    )
    assert.deepEqual(
      signatures.map((one) => Buffer.from(one).toString('hex')),
      tasks.map(({ signature }) => signature.toString('hex')),
    )
    const answers = await Promise.all(
      tasks.map(({ signature, ...task }, at) =>
        threads.isAccepted({
          ...task,
          signature:
            at % 7 === 0
              ? signature.map((byte, place) => byte ^ (place === at % 64 ? 1 : 0))
              : signature,
        }),
      ),
    )
    assert.deepEqual(
      answers,
      tasks.map((_, at) => at % 7 !== 0),
    )
  })
}

test('whoever waits when the threads are ended is told, and the next burst starts others', async (t) => {
  const threads = open(t, { burst: 1 })
  const asked = tasks.map(({ key, message }) => threads.sign(key, message))
  const told = Promise.allSettled(asked)
  await sleep(1)
  await threads.close()
  const outcomes = await told
  assert.ok(outcomes.some(({ status }) => status === 'rejected'))
  const { key, message, signature } = tasks[5]!
  assert.deepEqual(Buffer.from(await threads.sign(key, message)), signature)
})

test('threads that have been idle end, and the next burst starts others', async (t) => {
  const threads = open(t, { burst: 2, idleMs: 20 })
  for (let round = 0; round < 3; round += 1) {
    const all = await Promise.all(tasks.map((task) => threads.isAccepted(task)))
    assert.ok(all.every(Boolean))
    await sleep(60)
  }
})

test('more keys than a thread keeps: each signs as itself, known or met anew', async (t) => {
  const threads = open(t, { burst: 1, count: 1 })
  const keys = Array.from({ length: 600 }, (_, at) => ({
    kid: `one of many ${at}`,
    privateKey: generateKeyPairSync('ed25519').privateKey,
  }))
  const message = randomBytes(300)
  for (let round = 0; round < 2; round += 1) {
    const signatures = await Promise.all(keys.map((key) => threads.sign(key, message)))
    assert.deepEqual(
      signatures.map((one) => Buffer.from(one)),
      keys.map(({ privateKey }) => sign(null, message, privateKey)),
    )
  }
})

test('a key under the name of another signs nothing', async (t) => {
  const threads = open(t, { burst: 1, count: 1 })
  const [one, other] = parties as [(typeof parties)[0], (typeof parties)[0]]
  await threads.sign(one.key, randomBytes(9))
  await assert.rejects(
    threads.sign({ ...other.key, kid: one.key.kid }, randomBytes(9)),
    /signs otherwise/,
  )
})

// Signatures beside the asking thread: in a burst, the same bytes and answers as one by one, and nobody is left waiting when a thread ends.
import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { test, type TestContext } from 'node:test'
import { openSignatureThreads } from '#platform/signature-threads.ts'

const parties = Array.from({ length: 3 }, () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return { privateKey, publicKey: Buffer.from(x, 'base64url') }
})
const COUNT = 300
const tasks = Array.from({ length: COUNT }, (_, at) => {
  const { privateKey, publicKey } = parties[at % parties.length]!
  const message = randomBytes((at * 37) % 700)
  return { privateKey, publicKey, message, signature: sign(null, message, privateKey) }
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
      tasks.map(({ privateKey, message }) => threads.sign(privateKey, message)),
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
  const asked = tasks.map(({ privateKey, message }) => threads.sign(privateKey, message))
  const told = Promise.allSettled(asked)
  await sleep(1)
  await threads.close()
  const outcomes = await told
  assert.ok(outcomes.some(({ status }) => status === 'rejected'))
  const { privateKey, message, signature } = tasks[5]!
  assert.deepEqual(Buffer.from(await threads.sign(privateKey, message)), signature)
})

test('threads that have been idle end, and the next burst starts others', async (t) => {
  const threads = open(t, { burst: 2, idleMs: 20 })
  for (let round = 0; round < 3; round += 1) {
    const all = await Promise.all(tasks.map((task) => threads.isAccepted(task)))
    assert.ok(all.every(Boolean))
    await sleep(60)
  }
})

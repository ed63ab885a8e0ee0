/** The parties of the demo at their desks, over the network: for what a journey needs done but does not look at. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { sendOver } from '../tools/demo/client.ts'
import { emailOf, type DemoPartyKey } from '../tools/demo/parties.ts'
import type { ServerUnderTest } from './server.ts'

export interface Answer {
  readonly status: number
  // What came back is looked at field by field in the test.
  readonly body: Readonly<Record<string, unknown>>
}

export interface Desk {
  ask(who: DemoPartyKey, path: string, body?: object): Promise<Answer>
  /** What must succeed. */
  read<Body>(who: DemoPartyKey, path: string): Promise<Body>
}

export function openDesk(server: ServerUnderTest): Desk {
  const send = sendOver(server.url)
  const password = server.password()
  const cookies = new Map<DemoPartyKey, string>()
  const signIn = async (who: DemoPartyKey): Promise<string> => {
    const { status, cookies: given } = await send({
      method: 'POST',
      path: '/api/session/sign-in',
      headers: {},
      body: { email: emailOf(who), password },
    })
    assert.equal(status, 200, `${who} signs in`)
    return given.map((line) => line.split(';')[0]).join('; ')
  }
  const ask = async (who: DemoPartyKey, path: string, body?: object): Promise<Answer> => {
    const cookie = cookies.get(who) ?? (await signIn(who))
    cookies.set(who, cookie)
    const method = body === undefined ? 'GET' : 'POST'
    const headers = { cookie, 'accept-language': 'en' }
    const { status, text } = await send({ method, path, headers, body })
    return { status, body: JSON.parse(text) as Answer['body'] }
  }
  return {
    ask,
    async read<Body>(who: DemoPartyKey, path: string) {
      const { status, body } = await ask(who, path)
      assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`)
      return body as Body
    },
  }
}

/** Asks again until the answer is there; fails with the last thing seen. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  patienceMs = 60_000,
): Promise<T> {
  const end = Date.now() + patienceMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() > end) assert.fail(`${what}: not within ${patienceMs / 1000} s`)
    await sleep(200)
  }
}

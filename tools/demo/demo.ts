/** The demo as the server sees it: made once, before anybody can look, and run ever after. `DEMO=off` leaves it out. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createMember, createOrganisation } from '#identity'
import { NewOrganisation, signIn } from '#identity/contract.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import { systemClock } from '#platform/clock.ts'
import { ConfigError, type Config } from '#platform/config.ts'
import { randomIds } from '#platform/ids.ts'
import { stopPostgres } from '#platform/postgres.ts'
import type { Parts } from '../../src/landbridge.ts'
import { newDemoAccount, readDemoAccount, writeDemoAccount, type DemoAccount } from './account.ts'
import { party, sendInside, type Party, type Send } from './client.ts'
import { makeDemo } from './corridor.ts'
import { creditCodeOf, DEMO_PARTIES, emailOf } from './parties.ts'
import { startSimulation, type Simulation } from './simulation.ts'

/** A start that ended while the demo was being made left something half made that nobody has seen: it is made anew. */
export async function clearUnfinished(config: Config): Promise<void> {
  if (readDemoAccount(config.dataDir)?.state !== 'making') return
  if (config.databaseUrl !== undefined)
    throw new ConfigError(
      'The demo was interrupted while it was being made: empty the database, or set DEMO=off',
    )
  await stopPostgres(config.dataDir)
  // The ledger's key goes with its head: a key that signed one history must not begin another.
  for (const name of ['postgres', 'ledger', 'secrets/ledger.key', 'secrets/demo.json'])
    await rm(join(config.dataDir, name), { recursive: true, force: true })
}

/** Makes the demo in an empty database; gives the lines to print. A database that has organisations is left as it is. */
export async function makeOnce(parts: Parts): Promise<string[]> {
  const { config, database } = parts
  const before = readDemoAccount(config.dataDir)
  if (before?.state === 'made') return greet(before)
  const { rows } = await database.pool.query('select 1 from organisation limit 1')
  if (rows.length > 0) return []
  const account = newDemoAccount()
  writeDemoAccount(config.dataDir, account)
  const made = await make(parts, account)
  writeDemoAccount(config.dataDir, made)
  return greet(made)
}

async function make(parts: Parts, account: DemoAccount): Promise<DemoAccount> {
  const presentMs = systemClock().getTime()
  let now = presentMs
  const http = await parts.openHttp(() => new Date(now))
  const send = sendInside(http)
  try {
    const runs = await makeDemo({
      presentMs,
      password: account.password,
      platform: await openPlatform(parts, send, account.password),
      send,
      setClock: (ms) => {
        now = ms
      },
    })
    return { ...account, state: 'made', runs }
  } finally {
    await http.app.close()
  }
}

/** The one organisation nobody can invite: made as `DEMO=off` makes it, then signed in as a person. */
async function openPlatform(parts: Parts, send: Send, password: string): Promise<Party> {
  const making = {
    signer: parts.signer,
    ids: randomIds(systemClock),
    now: systemClock(),
  }
  await parts.database.transact(async (tx) => {
    const { id } = await createOrganisation(tx, making, PLATFORM)
    const email = emailOf('platform')
    await createMember(tx, making, {
      organisationId: id,
      name: '平台管理员',
      email,
      role: 'administrator',
      password,
    })
  })
  const caller = party(send)
  await caller.call(signIn, { body: { email: emailOf('platform'), password } })
  return caller
}

const PLATFORM = NewOrganisation.parse({
  kind: 'platform',
  names: {
    zh: '陆桥平台（演示）',
    en: 'landbridge platform (demo)',
    ru: 'Платформа landbridge (демо)',
  },
  country: 'CN',
  creditCode: creditCodeOf({ area: '370100', number: 'MA3DEM00' }),
})

function greet({ password }: DemoAccount): string[] {
  const accounts = [...DEMO_PARTIES, { key: 'platform', kind: 'platform' } as const].map(
    ({ key, kind }) => {
      const { zh, en } = organisationKindTexts[kind]
      return `  ${emailOf(key).padEnd(24)} ${zh} · ${en}`
    },
  )
  return ['Demo accounts, all with the password ' + password, ...accounts]
}

export function run(config: Config, onError: (error: unknown) => void): Simulation | undefined {
  const account = readDemoAccount(config.dataDir)
  if (account?.state !== 'made') return undefined
  return startSimulation({
    dataDir: config.dataDir,
    account,
    origin: `http://127.0.0.1:${config.port}`,
    trackerPort: config.trackerPort,
    now: () => systemClock().getTime(),
    onError,
  })
}

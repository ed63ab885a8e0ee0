/** For tests: one organisation of each kind, with an administrator, made through the functions that people's commands use. */
import { randomBytes } from 'node:crypto'
import {
  creditCheckCharacter,
  CreditCode,
  organisationCheckCharacter,
} from '#kernel/credit-code.ts'
import type { Country } from '#kernel/country.ts'
import {
  OrganisationKind,
  type Actor,
  type MemberId,
  type OrganisationId,
} from '#kernel/organisation.ts'
import type { Database, Tx } from '#platform/database.ts'
import { randomIds, type Ids } from '#platform/ids.ts'
import { createSigner, type Signer } from '#platform/signer.ts'
import { createMember, createOrganisation, type Making } from '#identity/organisations.ts'
import type { NewOrganisation } from '#identity/contract.ts'

export const FIXTURE_PASSWORD = '东风夜放花千树 更吹落星如雨'

export interface Party {
  readonly organisationId: OrganisationId
  readonly memberId: MemberId
  readonly email: string
  /** The organisation's administrator, for `testHttp().as(actor)`. */
  readonly actor: Actor
}

export type Parties = Readonly<Record<OrganisationKind, Party>> & {
  /** Seals the organisations' keys; `organisationKeys` needs the same. */
  readonly signer: Signer
}

interface FixtureOptions {
  readonly signer?: Signer
  readonly ids?: Ids
  readonly now?: Date
  /** Told apart by this when a test wants a second organisation of every kind, for strangers. */
  readonly tag?: string
}

/** Nine parties by kind: `const { exporter, operator, signer } = await organisationsFixture(database)`. */
export async function organisationsFixture(
  database: Database,
  options: FixtureOptions = {},
): Promise<Parties> {
  const now = options.now ?? new Date('2026-03-02T08:00:00Z')
  const signer = options.signer ?? createSigner(randomBytes(32))
  const making = { signer, now, ids: options.ids ?? randomIds(() => now) }
  const tag = options.tag ?? 'a'
  const entries = OrganisationKind.options.map(async (kind) => {
    const party = await database.transact((tx) => makeParty(tx, making, kind, tag))
    return [kind, party] as const
  })
  const parties = Object.fromEntries(await Promise.all(entries)) as Record<OrganisationKind, Party>
  return { ...parties, signer }
}

async function makeParty(
  tx: Tx,
  making: Making,
  kind: OrganisationKind,
  tag: string,
): Promise<Party> {
  const { id } = await createOrganisation(tx, making, particulars(kind, tag))
  const email = `${kind}.${tag}@example.cn`
  const member = await createMember(tx, making, {
    organisationId: id,
    name: `张敏 ${kind}`,
    email,
    role: 'administrator',
    password: FIXTURE_PASSWORD,
  })
  const actor: Actor = {
    organisationId: id,
    organisationKind: kind,
    role: 'administrator',
    memberId: member.id,
    locale: 'en',
  }
  return { organisationId: id, memberId: member.id, email, actor }
}

const ABROAD: Partial<Record<OrganisationKind, string>> = { rail: 'KZ', consignee: 'DE' }

/** An organisation that passes every check; `serial` tells two of the same kind apart. */
export function particulars(kind: OrganisationKind, serial: string): NewOrganisation {
  const names = {
    zh: `测试${kind}（${serial}）`,
    en: `Test ${kind} ${serial}`,
    ru: `Тест ${kind} ${serial}`,
  }
  const abroad = ABROAD[kind]
  if (abroad !== undefined)
    return {
      kind,
      names,
      country: abroad as Country,
      registrationNumber: `${kind}-${serial}`,
    }
  return { kind, names, country: 'CN' as Country, creditCode: testCreditCode(`${kind} ${serial}`) }
}

/** A well-formed credit code, always the same for the same words. */
export function testCreditCode(words: string): CreditCode {
  let hash = 7
  for (const character of words) hash = (hash * 31 + character.codePointAt(0)!) % 99_999_989
  const organisation = String(hash).padStart(8, '0')
  const unchecked = `91370100${organisation}${organisationCheckCharacter(organisation)}`
  return CreditCode.parse(unchecked + creditCheckCharacter(unchecked))
}

/** Rate sheets as commands: drafted, published, succeeded, withdrawn. What was published is never changed. */
import { listOrganisations } from '#identity'
import { say, type Locale, type TextFacts } from '#kernel/locale.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { NewRateSheet, RateSheet, RateSheetId } from '#price/contract.ts'
import { decideSheet, mayDo, type SheetCommand, type SheetRefusal } from '#price/price.ts'
import { priceProblem } from '#price/price-problem.ts'
import type { Asking } from '#price/quotes.ts'
import { findSheetFor, insertSheet, lockOwnSheet, updateSheet, updateState } from '#price/store.ts'
import { chargeTexts, feeTexts, sheetStateTexts } from '#price/words.ts'

type Making = Asking & { readonly ids: Ids }

export async function draftSheet(tx: Tx, making: Making, sheet: NewRateSheet): Promise<RateSheet> {
  await check(tx, sheet)
  const id = making.ids('rsh') as RateSheetId
  const { organisationId: operatorId } = making.actor
  await insertSheet(tx, { id, operatorId, version: 1, supersedes: null, now: making.now }, sheet)
  return getOwn(tx, operatorId, id)
}

export async function changeSheet(
  tx: Tx,
  { actor }: Asking,
  id: RateSheetId,
  sheet: NewRateSheet,
): Promise<RateSheet> {
  await lockFor(tx, actor.organisationId, id, 'change')
  await check(tx, sheet)
  await updateSheet(tx, id, sheet)
  return getOwn(tx, actor.organisationId, id)
}

/** The next version begins as a copy of the one in force, which goes on until the new one is published. */
export async function succeedSheet(tx: Tx, making: Making, id: RateSheetId): Promise<RateSheet> {
  const { organisationId: operatorId } = making.actor
  const sheet = await lockFor(tx, operatorId, id, 'succeed')
  const next = making.ids('rsh') as RateSheetId
  const { version } = sheet
  const made = { id: next, operatorId, version: version + 1, supersedes: id, now: making.now }
  if (!(await insertSheet(tx, made, sheet))) throw priceProblem('price.version_exists')
  return getOwn(tx, operatorId, next)
}

export async function publishSheet(
  tx: Tx,
  { actor, now }: Asking,
  id: RateSheetId,
): Promise<RateSheet> {
  const sheet = await lockFor(tx, actor.organisationId, id, 'publish')
  if (sheet.supersedes !== null) await updateState(tx, sheet.supersedes, 'superseded')
  await updateState(tx, id, 'published', now)
  return getOwn(tx, actor.organisationId, id)
}

export async function withdrawSheet(
  tx: Tx,
  { actor }: Asking,
  id: RateSheetId,
): Promise<RateSheet> {
  await lockFor(tx, actor.organisationId, id, 'withdraw')
  await updateState(tx, id, 'withdrawn')
  return getOwn(tx, actor.organisationId, id)
}

async function lockFor(
  tx: Tx,
  operatorId: OrganisationId,
  id: RateSheetId,
  command: SheetCommand,
): Promise<RateSheet> {
  const sheet = await lockOwnSheet(tx, operatorId, id)
  if (sheet === undefined) throw priceProblem('price.sheet_absent')
  if (mayDo(command, sheet.state)) return sheet
  const { zh, en, ru } = sheetStateTexts[sheet.state]
  throw priceProblem('price.sheet_state', {
    state: sheet.state,
    stateZh: zh,
    stateEn: en,
    stateRu: ru,
  })
}

async function getOwn(tx: Tx, organisationId: OrganisationId, id: RateSheetId): Promise<RateSheet> {
  return (await findSheetFor(tx, { organisationId, isOperator: true }, id))!
}

async function check(tx: Tx, sheet: NewRateSheet): Promise<void> {
  const refusal = decideSheet(sheet)
  if (refusal) throw refusedSheet(refusal)
  if (sheet.customerId === null) return
  const [customer] = await listOrganisations(tx, [sheet.customerId])
  if (customer?.kind !== 'exporter' && customer?.kind !== 'forwarder')
    throw priceProblem('price.customer_unsuitable', { organisationId: sheet.customerId })
}

function refusedSheet(refusal: SheetRefusal): Problem {
  const text = priceProblem.table[refusal.code]
  const facts: TextFacts = 'facts' in refusal ? { ...refusal.facts } : {}
  const inLocale = (locale: Locale) => {
    const word =
      'facts' in refusal && 'kind' in refusal.facts
        ? { kind: chargeTexts[refusal.facts.kind][locale] }
        : 'facts' in refusal && 'fee' in refusal.facts
          ? { fee: feeTexts[refusal.facts.fee][locale] }
          : {}
    return say(text, locale, { ...facts, ...word })
  }
  const words = { zh: inLocale('zh'), en: inLocale('en'), ru: inLocale('ru') }
  return new Problem(refusal.code, { kind: text.kind, ...words }, facts)
}

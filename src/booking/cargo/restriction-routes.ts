/** Restrictions over HTTP and as files: entered, changed and withdrawn by those who answer for them, read by everybody. */
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { serve, type Http } from '#platform/http.ts'
import { say } from '#platform/outbox.ts'
import { serveTable } from '#platform/serve-table.ts'
import { readSpreadsheet, wholeList } from '#platform/spreadsheet.ts'
import { getDeparture } from '#train'
import { counts, decideRestriction } from '#booking/cargo/cargo-rule.ts'
import { cargoProblem } from '#booking/cargo/cargo-rule-words.ts'
import { cargoTrainOf } from '#booking/cargo/cargo-train.ts'
import { RestrictionId } from '#booking/finding-contract.ts'
import { pageTouched } from '#booking/cargo/finding-store.ts'
import {
  restrictionApi,
  RESTRICTIONS_MAX,
  restrictionsChanged,
  type NewRestriction,
  type Restriction,
} from '#booking/restriction-contract.ts'
import { readRestrictionFile, restrictionBook } from '#booking/cargo/restriction-file.ts'
import {
  insertRestrictions,
  listOwnRestrictions,
  lockRestrictions,
  pageRestrictions,
  readRestrictions,
  readRestrictionsOn,
  updateRestriction,
  withdrawRestrictions,
} from '#booking/cargo/restriction-store.ts'
import { restrictionProblem } from '#booking/cargo/restriction-words.ts'
import { bookingItems } from '#booking/views.ts'

const AUTHORITIES = ['operator', 'rail', 'platform'] as const
const FILE_ROWS_MAX = 2_000

export function restrictionRoutes(http: Http): void {
  restrictionCommands(http)
  restrictionQueries(http)
  restrictionFiles(http)
}

function restrictionCommands(http: Http): void {
  serve(http, restrictionApi.enter, async ({ tx, body, actor, now, ids }) => {
    for (const item of body.items) check(item)
    await lockRestrictions(tx)
    const before = body.replace ? await listOwnRestrictions(tx, actor.organisationId) : []
    await withdrawRestrictions(tx, before, now)
    const made = await enter(tx, { actor, now, ids }, body.items)
    for (const restrictionIds of [made, ...chunksOf(before, RESTRICTIONS_MAX)])
      await say(tx, restrictionsChanged, { restrictionIds })
    return { items: await readRestrictions(tx, made) }
  })

  serve(http, restrictionApi.change, async ({ tx, params, body, actor, now }) => {
    check(body)
    await lockOwn(tx, params.restrictionId, actor)
    await updateRestriction(tx, params.restrictionId, body, now)
    return tell(tx, params.restrictionId)
  })

  serve(http, restrictionApi.withdraw, async ({ tx, params, actor, now }) => {
    await lockOwn(tx, params.restrictionId, actor)
    await withdrawRestrictions(tx, [params.restrictionId], now)
    return tell(tx, params.restrictionId)
  })

  serve(http, restrictionApi.read, async ({ body, locale }) =>
    readRestrictionFile(await readSpreadsheet(Buffer.from(body.file.base64, 'base64')), locale),
  )
}

function restrictionQueries(http: Http): void {
  serve(http, restrictionApi.list, ({ tx, query }) => pageRestrictions(tx, query))

  serve(http, restrictionApi.affected, async ({ tx, params, query, actor }) => {
    const { restrictionId: id } = params
    if ((await readRestrictions(tx, [id])).length === 0)
      throw cargoProblem('booking.restriction_absent')
    const page = await pageTouched(tx, actor.organisationId, id, query)
    const bookings = await bookingItems(tx, actor, page.items)
    const items = bookings.map((booking, index) => ({
      booking,
      findings: page.items[index]!.findings.filter((one) => one.restriction?.id === id),
    }))
    return { ...page, items }
  })

  serve(http, restrictionApi.ofDeparture, async ({ tx, params, now }) => {
    const train = cargoTrainOf(await getDeparture(tx, params.departureId, now))
    const standing = await readRestrictionsOn(tx, train.day)
    return { items: standing.filter((one) => counts(one, train)) }
  })
}

/** What stands now, as a file that can be changed and read back in; and an empty one. */
function restrictionFiles(http: Http): void {
  serveTable(
    http,
    { path: '/api/restrictions', summary: 'Restrictions that stand', access: 'member' },
    async ({ tx, locale }) => {
      const items = wholeList(await pageRestrictions(tx, { limit: FILE_ROWS_MAX }), FILE_ROWS_MAX)
      return { name: 'restrictions', sheets: restrictionBook(items, locale) }
    },
  )
  serveTable(
    http,
    {
      path: '/api/restrictions/template',
      summary: 'An empty list of restrictions to fill in',
      access: AUTHORITIES,
    },
    async ({ locale }) => ({ name: 'restrictions', sheets: restrictionBook([], locale) }),
  )
}

/** One event names so many at most. */
function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

function check(item: NewRestriction): void {
  const refusal = decideRestriction(item)
  if (refusal) throw restrictionProblem(item.rule, refusal)
}

async function enter(
  tx: Tx,
  { actor, now, ids }: { readonly actor: Actor; readonly now: Date; readonly ids: Ids },
  items: readonly NewRestriction[],
): Promise<RestrictionId[]> {
  const rows = items.map((item) => ({ ...item, id: RestrictionId.parse(ids('rst')) }))
  await insertRestrictions(tx, rows, { by: actor.organisationId, at: now })
  return rows.map(({ id }) => id)
}

async function lockOwn(tx: Tx, id: RestrictionId, actor: Actor): Promise<void> {
  await lockRestrictions(tx)
  const [restriction] = await readRestrictions(tx, [id])
  if (restriction === undefined) throw cargoProblem('booking.restriction_absent')
  const mayChange =
    restriction.enteredBy?.id === actor.organisationId || actor.organisationKind === 'platform'
  if (!mayChange) throw cargoProblem('booking.restriction_not_yours')
  if (restriction.withdrawnAt !== null) throw cargoProblem('booking.restriction_withdrawn')
}

async function tell(tx: Tx, id: RestrictionId): Promise<Restriction> {
  await say(tx, restrictionsChanged, { restrictionIds: [id] })
  return (await readRestrictions(tx, [id]))[0]!
}

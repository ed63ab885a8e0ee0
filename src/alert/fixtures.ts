/** For tests of this and of all slices: alerts that come by themselves, by the clockwork's own way. */
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Database } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import type { AlertId } from '#alert/contract.ts'
import { tick } from '#alert/watching.ts'

/** Two months on, whatever has not arrived is late: an alert of this organisation, on this container where one is named. */
export async function lateAlert(
  database: Database,
  organisationId: OrganisationId,
  now: Date,
  containerId?: string,
): Promise<AlertId> {
  const clock = () => new Date(now.getTime() + 60 * 86_400_000)
  const complain = (error: unknown): never => {
    throw error
  }
  await tick({ database, clock, ids: randomIds(clock), complain })
  const { id } = await database.transact((tx) =>
    tx
      .selectFrom('alert')
      .select('id')
      .where('organisation_id', '=', organisationId)
      .$if(containerId !== undefined, (asked) => asked.where('container_id', '=', containerId!))
      .executeTakeFirstOrThrow(),
  )
  return id as AlertId
}

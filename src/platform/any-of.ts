/** A list as one parameter of a question, `where(column, '=', anyOf(values))`: `in` makes two hundred ids two hundred parameters. */
import { sql, type RawBuilder } from 'kysely'

export const anyOf = <Value>(values: readonly Value[]): RawBuilder<Value> =>
  sql<Value>`any(${[...values]})`

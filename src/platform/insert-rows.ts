/**
 * Many rows by one parameter: PostgreSQL reads them out of JSON. As a list of values each row would bring a parameter a column, to be
 * written, compiled, sent, parsed and planned, which for a few hundred rows costs more than inserting them.
 */
import { sql, type Insertable } from 'kysely'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'

/**
 * The insertion of one row or more, all of the same columns; what is to be done at a conflict, or given back, is for the caller to add.
 * What a column of JSON holds is given as it is, not as text.
 */
export function insertRows<Table extends keyof Tables>(
  tx: Tx,
  table: Table,
  rows: readonly Insertable<Tables[Table]>[],
) {
  const columns = Object.keys(rows[0]!)
  const select = sql<never>`select ${sql.join(columns.map((column) => sql.ref(column)))}
    from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`
  return tx
    .insertInto(table)
    .columns(columns as never)
    .expression(select as never)
}

/** The ceiling of the disk and the database: the bytes of entries by `COPY`, in the same batches, each committed. */
import pg from 'pg'
import { copyIn } from '#platform/copy-in.ts'
import { HASHER } from '#passport/hasher.ts'
import { inBatches, perSecond } from './ledger-stage.ts'

/** The rows are written out before the clock starts: nothing but the database is measured. */
export async function copyRate(url: string, entries: readonly Uint8Array[]): Promise<number> {
  const batches = inBatches(entries.map((entry, at) => rowOf(entry, at))).map((rows) =>
    Buffer.from(rows.join('')),
  )
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('create table plain (leaf_index bigint primary key, entry bytea, hash bytea)')
  const began = performance.now()
  for (const rows of batches) await copyIn(client, 'copy plain from stdin', rows)
  const rate = perSecond(entries.length, began)
  await client.query('drop table plain')
  await client.end()
  return rate
}

function rowOf(entry: Uint8Array, at: number): string {
  const hash = Buffer.from(HASHER.hashLeaf(entry)).toString('hex')
  return `${at}\t\\\\x${Buffer.from(entry).toString('hex')}\t\\\\x${hash}\n`
}

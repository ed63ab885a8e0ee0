/** `COPY … FROM STDIN` over the driver's own messages, as the driver lets a query of one's own be submitted. */
import type pg from 'pg'

interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
}

/** Chunks of a message: one that is longer than a gigabyte would be refused, and a long one is held twice. */
const CHUNK_BYTES = 1 << 20

/** Resolves when all rows are in the table; the connection takes other queries again then. */
export function copyIn(client: pg.ClientBase, statement: string, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const submittable = {
      submit: (connection: CopyConnection) => connection.query(statement),
      handleCopyInResponse(connection: CopyConnection) {
        for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
          connection.sendCopyFromChunk(bytes.subarray(at, at + CHUNK_BYTES))
        connection.endCopyFrom()
      },
      handleCommandComplete: () => undefined,
      handleError: reject,
      handleReadyForQuery: () => resolve(),
    }
    client.query(submittable as unknown as pg.Submittable)
  })
}

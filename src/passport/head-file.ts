/**
 * The head file: the last published checkpoint, kept apart from the database, in DATA_DIR/ledger/checkpoint.
 *
 * It *is* the publication: what the ledger shows the world is read from here. So a database restored from an older copy is
 * noticed, and a head that was signed but never reached this file was never seen by anybody.
 */
import { findText, writeDurably } from '#platform/durable-file.ts'

export interface HeadFile {
  readonly path: string
  read(): Promise<string | undefined>
  write(checkpoint: string): Promise<void>
}

export function openHeadFile(path: string): HeadFile {
  return {
    path,
    read: () => findText(path),
    write: (checkpoint) => writeDurably(path, checkpoint),
  }
}

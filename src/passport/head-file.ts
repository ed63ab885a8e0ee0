/**
 * The head file: the last published checkpoint, kept apart from the database, in DATA_DIR/ledger/checkpoint.
 *
 * It *is* the publication: what the ledger shows the world is read from here. So a database restored from an older copy is
 * noticed, and a head that was signed but never reached this file was never seen by anybody.
 */
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface HeadFile {
  readonly path: string
  read(): Promise<string | undefined>
  write(checkpoint: string): Promise<void>
}

export function openHeadFile(path: string): HeadFile {
  return {
    path,
    async read() {
      try {
        return await readFile(path, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    /** Whole or not at all, and on disk when it returns. */
    async write(checkpoint) {
      const folder = dirname(path)
      await mkdir(folder, { recursive: true })
      const draft = `${path}.draft`
      await writeThrough(draft, checkpoint)
      await rename(draft, path)
      const handle = await open(folder, 'r')
      // The rename is on disk once its folder is.
      await handle.sync().finally(() => handle.close())
    },
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w', 0o644)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

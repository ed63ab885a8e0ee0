/** Where a copy of a ledger is kept: a folder here, or a store elsewhere. A file appears whole or not at all. */
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readUpTo } from '#passport/auditing/ledger-source.ts'

export interface Shelf {
  /** For people. */
  readonly name: string
  find(path: string, bytesMax: number): Promise<Uint8Array | undefined>
  put(path: string, bytes: Uint8Array): Promise<void>
  /** Resolves once all that was put is durable. */
  settle(): Promise<void>
  /** Takes a file or folder away that nobody needs any more. */
  drop(path: string): Promise<void>
}

export function folderShelf(folder: string): Shelf {
  const touched = new Set<string>()
  const inFolder = (path: string) => join(folder, path)
  return {
    name: folder,
    async find(path, bytesMax) {
      try {
        return await readUpTo(inFolder(path), bytesMax)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async put(path, bytes) {
      const file = inFolder(path)
      const made = await mkdir(dirname(file), { recursive: true })
      // Of folders that are new, the ones that name them, too.
      for (let at = dirname(file); at.length >= folder.length; at = dirname(at)) {
        touched.add(at)
        if (made === undefined || at === dirname(made) || at === dirname(at)) break
      }
      // Two copiers at once write the same bytes, each to its own draft.
      const draft = `${file}.draft-${process.pid}`
      await writeThrough(draft, bytes)
      await rename(draft, file)
    },
    async settle() {
      const folders = [...touched]
      touched.clear()
      for (const one of folders) await syncFolder(one)
    },
    drop: (path) => rm(inFolder(path), { recursive: true, force: true }),
  }
}

async function writeThrough(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o644)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A rename is on disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

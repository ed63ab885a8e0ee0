/** Small files that must survive a power cut: whole or not at all, and on disk when the write returns. */
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The file's text, or undefined where there is no such file. */
export async function findText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Not for two writers of one path at once: they would share the draft. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const draft = `${path}.draft`
  await writeThrough(draft, text)
  await rename(draft, path)
  const handle = await open(folder, 'r')
  // The rename is on disk once its folder is.
  await handle.sync().finally(() => handle.close())
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

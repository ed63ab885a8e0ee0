/** SHA-256 of a file, read piece by piece in the browser: the file itself goes nowhere, however large it is. */
import { hexEncode, sha256 } from 'tlog'

/** Lower-case hex. */
export async function digestFile(file: Blob): Promise<string> {
  const hash = sha256.create()
  const reader = file.stream().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return hexEncode(hash.digest())
    hash.update(value)
  }
}

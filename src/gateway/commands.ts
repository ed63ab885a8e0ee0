/** `landbridge jt808 …`: frames made readable, for whoever looks into what a device sent. */
import { command, print } from '#platform/command.ts'
import { decodeLines } from '#gateway/protocols/jt808/decode-lines.ts'

const decode = command({
  words: 'jt808 decode',
  operands: [],
  options: {},
  help: ['Read JT/T 808 frames in hex from standard input, one a line; print each as JSON.'],
  async run() {
    await decodeLines(process.stdin.setEncoding('latin1'), print)
    return 0
  },
})

export const jt808Commands = [decode]
